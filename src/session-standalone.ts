import { notedProcesses } from './engine/running-note.ts';
import type { SessionOptions } from './session-options.ts';
import { StandaloneInstance } from './standalone/instance.ts';
import { runningProcesses } from './standalone/processes.ts';
import type { StandaloneTarget } from './uri/target.ts';

/** The Standalone instance of a session: a job without a manifest runs where a process, or our own note of one, says so. */
export function openStandaloneTarget(
  { root, alias }: StandaloneTarget,
  summaryTable: string,
  options: SessionOptions,
): StandaloneInstance {
  const noted = notedProcesses(options, root);
  const found = runningProcesses(options.pid);
  return new StandaloneInstance({
    root,
    alias,
    summaryTable,
    isRunning: (version) => noted(version) || found(version),
  });
}
