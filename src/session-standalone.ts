import { runRecords } from './engine/run-records.ts';
import type { SessionOptions } from './session-options.ts';
import { StandaloneInstance } from './standalone/instance.ts';
import type { StandaloneTarget } from './uri/target.ts';

/** The Standalone instance of a session, with what this machine knows of the jobs that run. */
export function openStandaloneTarget(
  { root, alias }: StandaloneTarget,
  summaryTable: string,
  options: SessionOptions,
): StandaloneInstance {
  return new StandaloneInstance({ root, alias, summaryTable, runs: runRecords(options, root, options.pid) });
}
