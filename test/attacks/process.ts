import { type ChildProcess, spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { type Ended, PROGRAM } from '../support/cli.ts';

export interface ProcessOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Shell commands before the program, such as `ulimit -n 40`. */
  readonly prelude?: string;
  /** What the shell appends to the command, such as `> /dev/full`. */
  readonly redirect?: string;
  readonly cwd?: string;
  /** Whether to run as another user than root, who may do everything. */
  readonly user?: number;
  readonly nodeArgs?: readonly string[];
  /** A copy of the program. */
  readonly program?: string;
  /** Receives the process as soon as it runs. */
  readonly onStart?: (child: ChildProcess) => void;
}

/** How a process ended: by itself, or by a signal. */
export interface ProcessEnd extends Ended {
  readonly signal: NodeJS.Signals | null;
}

/** Runs the built program in a process of its own, under limits that a shell sets. */
export async function runProcess(args: readonly string[], options: ProcessOptions = {}): Promise<ProcessEnd> {
  const { env = {}, prelude = 'true', redirect = '', cwd, user, nodeArgs = [], program = PROGRAM, onStart } = options;
  const script = `${prelude}; exec "$@" ${redirect}`;
  const child = spawn('bash', ['-c', script, 'bash', process.execPath, ...nodeArgs, program, ...args], {
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(cwd !== undefined && { cwd }),
    ...(user !== undefined && { uid: user, gid: user }),
  });
  const closed = new Promise<{ status: number; signal: NodeJS.Signals | null }>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (status, signal) => resolve({ status: status ?? -1, signal }));
  });
  onStart?.(child);
  const [end, stdout, stderr] = await Promise.all([closed, text(child.stdout), text(child.stderr)]);
  return { ...end, stdout, stderr };
}

const REPORT =
  'import { readFileSync } from "node:fs"; process.on("exit", () => process.stderr.write("\\npeak " + ' +
  '/VmHWM:\\s*(\\d+)/.exec(readFileSync("/proc/self/status", "utf8"))[1]))';

/** Makes the process end its stderr with `peak N`, its largest resident memory in KiB. */
export const REPORT_PEAK = ['--import', `data:text/javascript,${encodeURIComponent(REPORT)}`] as const;

export function peakMiB({ stderr }: Ended): number {
  return Number(/\npeak (\d+)$/.exec(stderr)?.[1]) / 1024;
}
