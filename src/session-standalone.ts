import { runRecords } from './engine/run-records.ts';
import type { SessionOptions } from './session-options.ts';
import { StandaloneInstance } from './standalone/instance.ts';
import type { StandaloneTarget } from './uri/target.ts';

/** Opens a session's Standalone instance, with what this machine knows about running jobs. */
export function openStandaloneTarget(
  { root, alias }: StandaloneTarget,
  summaryTable: string,
  options: SessionOptions,
): StandaloneInstance {
  return new StandaloneInstance({ root, alias, summaryTable, runs: runRecords(options, root, options.pid) });
}
