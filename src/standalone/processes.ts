import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
// Not the global one, which tests of other programs replace.
import { setImmediate } from 'node:timers';

/** Whether a process is working on a job; injected, so that tests need no real process. */
export type IsRunning = (version: string) => boolean;

/**
 * Looks in `/proc` for a process whose command line or working directory contains the version: the engine runs a job with
 * its id, from its folder. This process, its ancestors and other swjob processes do not count: they name a job because a
 * user asks about it. Without `/proc`, no job counts as running.
 */
export function runningProcesses(ownPid: number): IsRunning {
  // A list asks about thousands of jobs in one go, which share one look.
  let words: string | null = null;
  return (version) => {
    if (words === null) {
      words = wordsOfOthers(ownPid);
      setImmediate(() => {
        words = null;
      }).unref();
    }
    // A version may be part of another one.
    return words.includes(version) && new RegExp(`(?<![\\w-])${version}(?![\\w-])`).test(words);
  };
}

/** The command lines and working directories of the processes that may run a job. */
function wordsOfOthers(ownPid: number): string {
  const ancestors = ancestorsOf(ownPid);
  return processIds()
    .filter((pid) => !ancestors.has(pid))
    .flatMap((pid) => {
      const command = commandLine(pid);
      const isSwjob = command.some((word) => /(^|\/)swjob(\.js)?$/.test(word));
      return isSwjob ? [] : [...command, workingDirectory(pid)];
    })
    .join('\0');
}

function processIds(): readonly number[] {
  try {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map(Number);
  } catch {
    return [];
  }
}

function ancestorsOf(pid: number): ReadonlySet<number> {
  const ancestors = new Set<number>();
  for (let id = pid; id > 0 && !ancestors.has(id); ) {
    ancestors.add(id);
    // The parent is the fourth field. Before it is the command's name in parentheses, which may contain any character.
    const stat = readProc(`/proc/${id}/stat`);
    id = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1] ?? 0);
  }
  return ancestors;
}

function commandLine(pid: number): readonly string[] {
  return readProc(`/proc/${pid}/cmdline`).split('\0');
}

function readProc(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

function workingDirectory(pid: number): string {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    return '';
  }
}
