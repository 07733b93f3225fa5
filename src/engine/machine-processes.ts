import { readFileSync, readlinkSync } from 'node:fs';
import { processIds, processStat } from './proc.ts';

/** The processes of this machine at one moment, as far as this user may see them. */
export interface MachineProcesses {
  readonly ids: readonly number[];
  /** The parent's id; 0 if there is none. */
  parentOf(pid: number): number;
  /** The words of the command line. */
  commandOf(pid: number): readonly string[];
  /** The working directory; '' if it cannot be seen. */
  folderOf(pid: number): string;
}

const MAX_OUTPUT_BYTES = 1 << 26;
/** `lsof` waits for file systems whose server is gone. */
const MAX_WAIT_MS = 5000;

/** The processes from `/proc`; null if there is none, as on macOS. */
export function procProcesses(): MachineProcesses | null {
  const ids = processIds();
  if (ids === null) return null;
  return {
    ids,
    parentOf: (pid) => processStat(pid)?.parent ?? 0,
    commandOf: (pid) => orEmpty(() => readFileSync(`/proc/${pid}/cmdline`, 'utf8')).split('\0'),
    folderOf: (pid) => orEmpty(() => readlinkSync(`/proc/${pid}/cwd`)),
  };
}

/** The processes from the programs `ps` and `lsof`; none without them. Words with spaces are parted. */
export function listedProcesses(): MachineProcesses {
  const parents = new Map<number, number>();
  const commands = new Map<number, readonly string[]>();
  for (const line of linesOf('ps', ['-A', '-ww', '-o', 'pid=', '-o', 'ppid=', '-o', 'args='])) {
    const [pid, parent, ...command] = line.trim().split(/\s+/);
    parents.set(Number(pid), Number(parent));
    commands.set(Number(pid), command);
  }
  const folders = new Map<number, string>();
  let owner = 0;
  for (const line of linesOf('lsof', ['-w', '-a', '-d', 'cwd', '-Fpn'])) {
    if (line.startsWith('p')) owner = Number(line.slice(1));
    else if (line.startsWith('n')) folders.set(owner, line.slice(1));
  }
  return {
    ids: [...commands.keys()],
    parentOf: (pid) => parents.get(pid) ?? 0,
    commandOf: (pid) => commands.get(pid) ?? [],
    folderOf: (pid) => folders.get(pid) ?? '',
  };
}

function linesOf(program: string, args: readonly string[]): readonly string[] {
  // Windows has neither, and would run one from the current folder.
  if (process.platform === 'win32') return [];
  const { spawnSync } = process.getBuiltinModule('node:child_process');
  const { stdout } = spawnSync(program, args, {
    encoding: 'utf8',
    maxBuffer: MAX_OUTPUT_BYTES,
    timeout: MAX_WAIT_MS,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  return (stdout ?? '').split('\n').filter((line) => line !== '');
}

/** Processes end at any moment, and those of others cannot be read. */
function orEmpty(read: () => string): string {
  try {
    return read();
  } catch {
    return '';
  }
}
