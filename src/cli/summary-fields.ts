import type { TypedRow } from '../datastore/typed-value.ts';
import { counted } from '../text/counted.ts';

/** Whether a Server itself added this field to a summary; the job's record has the same. */
export function isServerField(name: string): boolean {
  return name.startsWith('sys/');
}

/** Summaries for people: without the fields that a Server added, and with a hint if there were any. */
export function metricsOf(summaries: readonly TypedRow[]): {
  readonly metrics: readonly TypedRow[];
  readonly hint: string | null;
} {
  const metrics = summaries.map((summary) => new Map(Array.from(summary).filter(([name]) => !isServerField(name))));
  const { size } = new Set(summaries.flatMap((summary) => [...summary.keys()].filter(isServerField)));
  const fields = `${counted(size, 'field')} sys/…`;
  return { metrics, hint: size === 0 ? null : `${fields} of the Server left out: --no-truncate shows everything.` };
}
