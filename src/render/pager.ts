import type { ChildProcess, SpawnOptions } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { basename, delimiter, join } from 'node:path';
import { ByteSink, isClosedOutput, type Sink } from './byte-sink.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** `spawn` of node:child_process. */
export type Spawn = (command: string, args: readonly string[], options: SpawnOptions) => ChildProcess;

export interface Pager {
  readonly sink: Sink;
  /** Ends the text and waits until the user has quit the pager. */
  close(): Promise<void>;
}

/** What kind of text the pager shows. */
export interface PagedText {
  /** Whether it is a table: lines are not wrapped, and the header stays visible. */
  readonly isTable?: boolean;
  /** Whether lines are wider than the terminal: then the pager stays open even for a short text. */
  readonly isWide?: boolean;
}

interface PagerCommand {
  readonly command: string;
  readonly args: readonly string[];
  /** Whether it is the default, not the user's choice. */
  readonly isDefault: boolean;
}

/** What only a shell understands: quotes, variables, pipes. */
const SHELL_SYNTAX = /["'\\`$|&;<>()*?~]/;

/**
 * The pager to use: `$PAGER`, else `less` if installed. Null if there is none, or it is `cat`, empty or not installed. A
 * pager with quotes or pipes is left to the shell, as git does.
 */
export function pagerCommand(env: Environment): PagerCommand | null {
  const chosen = env['PAGER'];
  if (chosen === undefined) {
    const isDumb = (env['TERM'] ?? 'dumb') === 'dumb';
    return !isDumb && isFound('less', env) ? { command: 'less', args: [], isDefault: true } : null;
  }
  if (process.platform !== 'win32' && SHELL_SYNTAX.test(chosen)) {
    return { command: 'sh', args: ['-c', chosen], isDefault: false };
  }
  const [command, ...args] = chosen.split(' ').filter((word) => word !== '');
  if (command === undefined || command === 'cat' || !isFound(command, env)) return null;
  return { command, args, isDefault: false };
}

/**
 * Starts the pager on the terminal of this process. Null if there is none or it cannot be started: then print directly. If
 * the user quits early, writing throws `ClosedOutput`; call `close` even then.
 */
export async function openPager(env: Environment, spawn: Spawn, text: PagedText = {}): Promise<Pager | null> {
  const found = pagerCommand(env);
  if (found === null) return null;
  const { command, args, isDefault } = found;
  const isLess = basename(command) === 'less';
  const options =
    isLess && (isDefault || env['LESS'] === undefined)
      ? lessOptions(text, await lessVersion(command, env, spawn))
      : null;
  const child = spawn(command, options === null ? args : [...args, ...options], {
    stdio: ['pipe', 'inherit', 'inherit'],
    env: { ...env, LESS: env['LESS'] ?? (isLess ? '' : 'FRX'), LV: env['LV'] ?? '-c' },
  });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  if (!(await isStarted(child)) || child.stdin === null) return null;
  const { stdin } = child;
  const sink = new ByteSink(stdin, 'to the pager');
  return {
    sink,
    async close() {
      try {
        await sink.flush();
      } catch (error) {
        if (!isClosedOutput(error)) throw error;
      }
      stdin.end();
      await ended;
    },
  };
}

/** The first version of less that can keep the first line visible. */
const HEADER_VERSION = 600;

/** F: quit if everything fits on one screen, R: pass colours, X: leave the text on the screen, S: do not wrap lines. */
function lessOptions({ isTable = false, isWide = false }: PagedText, version: number | null): readonly string[] {
  // Without a version it is BusyBox's less, which does not support X.
  const letters = `${isWide ? '' : 'F'}R${version === null ? '' : 'X'}${isTable ? 'S' : ''}`;
  const keepsHeader = isTable && version !== null && version >= HEADER_VERSION;
  return [`-${letters}`, ...(keepsHeader ? ['--header=1'] : [])];
}

async function lessVersion(command: string, env: Environment, spawn: Spawn): Promise<number | null> {
  const child = spawn(command, ['--version'], { stdio: ['ignore', 'pipe', 'ignore'], env });
  let text = '';
  child.stdout?.on('data', (chunk) => {
    if (text.length < 1000) text += String(chunk);
  });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  if (!(await isStarted(child))) return null;
  await ended;
  const version = /^less (\d{1,5})/.exec(text)?.[1];
  return version === undefined ? null : Number(version);
}

function isStarted(child: ChildProcess): Promise<boolean> {
  return new Promise((resolve) => {
    child.once('spawn', () => resolve(true));
    child.once('error', () => resolve(false));
  });
}

/** Whether a command is installed. On Windows only starting it tells, as its ending may be left out. */
function isFound(command: string, env: Environment): boolean {
  if (process.platform === 'win32' && command !== 'less') return true;
  if (command.includes('/')) return isExecutable(command);
  const folders = (env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  return folders.some((folder) => isExecutable(join(folder, command)));
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
