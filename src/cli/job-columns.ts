import { metricField, shortVersions } from '../job/job-row.ts';
import type { Column } from '../render/column.ts';
import { durationText, relativeTime } from '../render/time.ts';
import { STATUS_COLUMN } from './paint-status.ts';
import { shortIds } from './short-ids.ts';

/** The columns of a list for people. */
export const SHOWN_COLUMNS = ['id', 'status', 'model', 'handler', 'datasets', 'created_at', 'duration_ms'] as const;

/** The columns of jobs on a terminal; ids and versions are shortened, but ids stay distinct. */
export function jobColumns(
  ids: readonly string[],
  { fullname, now }: { readonly fullname: boolean; readonly now: number },
): Column[] {
  const short = fullname ? (id: string) => id : shortIds(ids);
  const packages = fullname ? (names: string) => names : shortVersions;
  const text = ({ value }: { readonly value: unknown }) => (typeof value === 'string' ? value : '');
  const age = (value: { readonly value: unknown }) => (text(value) === '' ? '' : relativeTime(text(value), now));
  return [
    { name: 'project', importance: 60 },
    { name: 'id', importance: 100, fixed: true, format: (value) => short(text(value)) },
    STATUS_COLUMN,
    { name: 'model', importance: 50, minWidth: 12, format: (value) => packages(text(value)) },
    { name: 'handler', importance: 40, minWidth: 12 },
    { name: 'datasets', importance: 20, format: (value) => packages(text(value)) },
    {
      name: 'created_at',
      header: 'created',
      importance: 70,
      minWidth: 14,
      format: age,
    },
    { name: 'finished_at', header: 'finished', importance: 65, minWidth: 14, format: age },
    {
      name: 'duration_ms',
      header: 'duration',
      importance: 45,
      align: 'right',
      format: ({ value }) => (typeof value === 'number' ? durationText(value) : ''),
    },
  ];
}

/** The columns of `--metric`: a narrow terminal drops most others first. */
export function metricColumns(metrics: readonly string[]): Column[] {
  return metrics.map((metric, index) => {
    const name = metricField(metric);
    return { name, importance: 85 - index / metrics.length };
  });
}
