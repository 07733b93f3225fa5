import type { JobSource } from '../job/instance.ts';

const SOURCES = new WeakMap<object, () => Promise<JobSource>>();

/** Remembers how the jobs of the library are found, for functions that take several of them. */
export function keepSource(job: object, source: () => Promise<JobSource>): void {
  SOURCES.set(job, source);
}

/** How a job is found; undefined for what is no Job of ours. */
export function keptSource(job: object): (() => Promise<JobSource>) | undefined {
  return SOURCES.get(job);
}
