import type { Column } from '../render/column.ts';
import { durationText, relativeTime } from '../render/time.ts';
import { metricField } from './job-row.ts';
import { paintStatus } from './looks.ts';

/** The columns of a list for people. */
export const SHOWN_COLUMNS = ['id', 'status', 'model', 'handler', 'datasets', 'created_at', 'duration_ms'] as const;

const SHORT_ID = 12;

/** How jobs look in a terminal's table; ids are as short as they can be without being taken for another. */
export function jobColumns(
  ids: readonly string[],
  { fullname, now }: { readonly fullname: boolean; readonly now: number },
): Column[] {
  const length = fullname ? Number.POSITIVE_INFINITY : distinctLength(ids);
  const text = ({ value }: { readonly value: unknown }) => (typeof value === 'string' ? value : '');
  return [
    { name: 'project', importance: 60 },
    { name: 'id', importance: 100, fixed: true, format: (value) => text(value).slice(0, length) },
    {
      name: 'status',
      importance: 90,
      minWidth: 10,
      paint: (shown, value, palette) => paintStatusText(shown, text(value), palette),
    },
    { name: 'model', importance: 50 },
    { name: 'handler', importance: 40, minWidth: 12 },
    { name: 'datasets', importance: 20 },
    {
      name: 'created_at',
      header: 'CREATED',
      importance: 70,
      minWidth: 14,
      format: (value) => (text(value) === '' ? '' : relativeTime(text(value), now)),
    },
    {
      name: 'duration_ms',
      header: 'DURATION',
      importance: 45,
      align: 'right',
      format: ({ value }) => (typeof value === 'number' ? durationText(value) : ''),
    },
  ];
}

/** The metrics that were asked for: as they are what the list is looked at for, they stay longer than most. */
export function metricColumns(metrics: readonly string[]): Column[] {
  return metrics.map((metric, index) => {
    const name = metricField(metric);
    return { name, header: name, importance: 85 - index / metrics.length };
  });
}

function paintStatusText(shown: string, status: string, palette: Parameters<typeof paintStatus>[1]): string {
  const painted = paintStatus(status, palette);
  return painted.replace(status, () => shown);
}

/** The least length, at least the usual one, at which these ids differ from each other. */
function distinctLength(ids: readonly string[]): number {
  const longest = ids.reduce((most, id) => Math.max(most, id.length), 0);
  for (let length = SHORT_ID; length < longest; length++) {
    if (new Set(ids.map((id) => id.slice(0, length))).size === new Set(ids).size) return length;
  }
  return Math.max(longest, SHORT_ID);
}
