import { readdirSync, readFileSync } from 'node:fs';

/** What `/proc/<pid>/stat` says about a process. */
export interface ProcessStat {
  readonly pid: number;
  /** A letter; Z is a zombie: it has ended, but its parent has not waited for it yet. */
  readonly state: string;
  readonly parent: number;
  readonly group: number;
  /** CPU time used by the process itself so far, in clock ticks. */
  readonly cpuTicks: number;
  /** When it started, in clock ticks since boot: distinguishes it from a later process with the same id. */
  readonly started: string;
}

/** The process with this id; null if there is none, or no `/proc`. */
export function processStat(pid: number): ProcessStat | null {
  let stat: string;
  try {
    stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    return null;
  }
  // The second field, the command's name, is in parentheses and may contain any character.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const number = (index: number): number => Number(fields[index] ?? 0);
  return {
    pid,
    state: fields[0] ?? '',
    parent: number(1),
    group: number(2),
    cpuTicks: number(11) + number(12),
    started: fields[19] ?? '',
  };
}

/** Every process of the machine; null if there is no `/proc`. */
export function allProcesses(): readonly ProcessStat[] | null {
  const found = processIds()?.flatMap((pid) => processStat(pid) ?? []) ?? [];
  return found.length > 0 ? found : null;
}

/** The id of every process of the machine; null if there is no `/proc`, as on macOS. */
export function processIds(): readonly number[] | null {
  try {
    const ids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
    return ids.length > 0 ? ids.map(Number) : null;
  } catch {
    return null;
  }
}
