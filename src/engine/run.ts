import { spawn } from 'node:child_process';
import { SwjobError } from '../errors.ts';
import { CauseFinder } from './cause.ts';
import type { EngineCommand } from './command.ts';
import { EngineLog } from './engine-log.ts';
import type { Place } from './error-place.ts';
import { DEFAULT_GRACE_PERIODS, type GracePeriods, ProcessTree } from './process-tree.ts';

export interface RunOptions {
  readonly command: EngineCommand;
  readonly version: string;
  /** The environment that the command's changes apply to. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The working folder; Python imports modules from it, so it must contain none. */
  readonly cwd: string;
  /** The folder for the log. */
  readonly stateFolder: string;
  /** Receives what the engine prints, as it is printed. */
  readonly onOutput: (chunk: Uint8Array) => void;
  /** Whether the job has finished according to its manifest: an engine that is idle afterwards hangs. */
  readonly isFinal: () => Promise<boolean>;
  readonly gracePeriods?: GracePeriods;
  /** How long an engine may be idle after the job has finished, in milliseconds. */
  readonly idleMs?: number;
}

/** How an engine ended. */
export interface EngineEnd {
  readonly exitStatus: number | null;
  readonly signal: string | null;
  /** The error that it reported, if any. */
  readonly cause: string | null;
  /** Where that error was raised in the user's code. */
  readonly place: Place | null;
  /** It was idle after the job had finished, and was ended. */
  readonly wasHanging: boolean;
  /** `interrupt` ended it. */
  readonly wasInterrupted: boolean;
  /** It left processes behind, which were ended. */
  readonly leftProcesses: boolean;
  readonly logPath: string;
}

export interface EngineRun {
  readonly pid: number;
  readonly ended: Promise<EngineEnd>;
  /** Ends the engine and everything it started; kills it when called again. */
  interrupt(): Promise<void>;
}

const IDLE_MS = 10_000;
/** The time for an engine whose activity cannot be seen. */
const BLIND_IDLE_MS = 120_000;
const LOOK_MS = 500;
/** How often the log is read, and so the longest delay of what the engine prints. */
const FOLLOW_MS = 100;
/** CPU ticks (hundredths of a second) between two looks up to which a process counts as idle. */
const IDLE_TICKS = 2;

/** Starts the engine as the leader of its own process group; throws if it cannot be started. */
export async function startEngine(options: RunOptions): Promise<EngineRun> {
  const { command, version, stateFolder, gracePeriods = DEFAULT_GRACE_PERIODS } = options;
  const [file, ...args] = command.argv;
  const log = new EngineLog(stateFolder, version);
  const child = spawn(file, args, {
    cwd: options.cwd,
    env: { ...options.env, ...command.env },
    detached: true,
    // Not a pipe, which would break if this process is killed.
    stdio: ['ignore', log.descriptor, log.descriptor],
  });
  const exited = new Promise<{ exitStatus: number | null; signal: string | null }>((resolve) => {
    child.once('exit', (exitStatus, signal) => resolve({ exitStatus, signal }));
  });
  const pid = await new Promise<number>((resolve, reject) => {
    child.once('spawn', () => resolve(child.pid ?? 0));
    child.once('error', (error) => {
      log.close();
      reject(new SwjobError('operation-failed', `cannot start ${file}: ${error.message}`, { cause: error }));
    });
  });

  const causes = new CauseFinder();
  const decoder = new TextDecoder();
  const follow = (): void =>
    log.read((chunk) => {
      causes.add(decoder.decode(chunk, { stream: true }));
      options.onOutput(chunk);
    });
  const following = setInterval(follow, FOLLOW_MS);
  const tree = new ProcessTree(pid);
  let wasInterrupted = false;
  let wasHanging = false;
  // Taken before the interrupt: what Python prints then is not why the job failed.
  let before: Pick<EngineEnd, 'cause' | 'place'> | undefined;
  const end = (): Promise<void> => {
    follow();
    before ??= { cause: causes.cause(), place: causes.place() };
    return tree.end(gracePeriods);
  };
  const stopWatching = watchForHang(tree, options, () => {
    wasHanging = true;
    void end();
  });

  const finish = async (): Promise<EngineEnd> => {
    const { exitStatus, signal } = await exited;
    stopWatching();
    const leftProcesses = tree.isAlive() && !wasInterrupted && !wasHanging;
    if (tree.isAlive()) await tree.end(gracePeriods, 'SIGTERM');
    clearInterval(following);
    follow();
    log.close();
    const after = { cause: causes.cause(), place: causes.place() };
    return {
      ...{ exitStatus, signal, wasHanging, wasInterrupted, leftProcesses, logPath: log.path },
      ...(wasHanging || wasInterrupted ? (before ?? after) : after),
    };
  };
  return {
    pid,
    ended: finish(),
    async interrupt() {
      wasInterrupted = true;
      await end();
    },
  };
}

/** Calls `onHang` once when the job has finished according to its manifest and the engine has then been idle for a while. */
function watchForHang(tree: ProcessTree, { isFinal, idleMs }: RunOptions, onHang: () => void): () => void {
  let isOver = false;
  let ticks: number | null = null;
  let idleSince = performance.now();
  const look = async (): Promise<void> => {
    isOver ||= await isFinal().catch(() => false);
    const now = tree.cpuTicks();
    const works = now !== null && (ticks === null || now > ticks + IDLE_TICKS);
    if (!isOver || works) idleSince = performance.now();
    ticks = now;
    if (performance.now() - idleSince < (idleMs ?? (now === null ? BLIND_IDLE_MS : IDLE_MS))) return;
    stop();
    onHang();
  };
  const timer = setInterval(() => void look(), LOOK_MS);
  const stop = (): void => clearInterval(timer);
  return stop;
}
