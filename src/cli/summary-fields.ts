import type { TypedRow } from '../datastore/typed-value.ts';

/** What a Server writes into a job's summary for itself: the job's record says it already. */
export function isOfServer(name: string): boolean {
  return name.startsWith('sys/');
}

/** A summary for people: without what the Server wrote, and with a hint where there was any. */
export function metricsOf(
  summary: TypedRow,
  full: boolean,
): { readonly metrics: TypedRow; readonly hint: string | null } {
  if (full) return { metrics: summary, hint: null };
  const metrics = new Map(Array.from(summary).filter(([name]) => !isOfServer(name)));
  const count = summary.size - metrics.size;
  const fields = count === 1 ? 'field' : 'fields';
  const hint = `${count} ${fields} sys/… of the Server left out: --no-truncate shows everything.`;
  return { metrics, hint: count === 0 ? null : hint };
}
