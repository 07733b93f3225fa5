import { isFinal, type JobStatus } from '../job/record.ts';
import type { CompletionSource } from './completion-source.ts';

/** Which jobs make sense as an argument of a command. */
export interface JobFilter {
  readonly removed: boolean;
  /** Only those of a Server. */
  readonly serverOnly: boolean;
  fits(status: JobStatus, kind: CompletionSource['kind']): boolean;
}

const SERVER_ONLY: ReadonlySet<string> = new Set(['tasks', 'events', 'open', 'pin', 'comment']);

const FITTING: Readonly<Record<string, JobFilter['fits']>> = {
  watch: (status) => !isFinal(status),
  cancel: (status) => !isFinal(status),
  pause: (status) => !isFinal(status) && status !== 'PAUSED',
  // A Server restarts failed and cancelled jobs; a job in a paused container is RUNNING for its store.
  resume: (status, kind) => (kind === 'server' ? ['PAUSED', 'FAIL', 'CANCELED'].includes(status) : !isFinal(status)),
};

/** @param path the command's name */
export function jobFilterOf(path: string): JobFilter {
  const fits = Object.hasOwn(FITTING, path) ? FITTING[path] : undefined;
  return { removed: path === 'recover', serverOnly: SERVER_ONLY.has(path), fits: fits ?? (() => true) };
}
