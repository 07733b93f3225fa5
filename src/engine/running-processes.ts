// Not the global one, which tests of other programs replace.
import { setImmediate } from 'node:timers';
import { listedProcesses, type MachineProcesses, procProcesses } from './machine-processes.ts';

/** Whether a process is working on a job; injected, so that tests need no real process. */
export type IsRunning = (version: string) => boolean;

/**
 * Looks for a process whose command line or working directory contains the version: the engine runs a job with its id,
 * from its folder. This process, its ancestors and other swjob processes do not count: they name a job because a user asks
 * about it. Where no processes can be seen, no job counts as running.
 */
export function runningProcesses(ownPid: number, look = () => procProcesses() ?? listedProcesses()): IsRunning {
  // A list asks about thousands of jobs in one go, which share one look.
  let words: string | null = null;
  return (version) => {
    if (words === null) {
      words = wordsOfOthers(look(), ownPid);
      setImmediate(() => {
        words = null;
      }).unref();
    }
    // A version may be part of another one.
    return words.includes(version) && new RegExp(`(?<![\\w-])${version}(?![\\w-])`).test(words);
  };
}

/** The command lines and working directories of the processes that may run a job. */
function wordsOfOthers(processes: MachineProcesses, ownPid: number): string {
  const ancestors = new Set<number>();
  for (let pid = ownPid; pid > 0 && !ancestors.has(pid); pid = processes.parentOf(pid)) ancestors.add(pid);
  return processes.ids
    .filter((pid) => !ancestors.has(pid))
    .flatMap((pid) => {
      const command = processes.commandOf(pid);
      const isSwjob = command.some((word) => /(^|\/)swjob(\.js)?$/.test(word));
      return isSwjob ? [] : [...command, processes.folderOf(pid)];
    })
    .join('\0');
}
