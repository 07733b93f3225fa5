import { rowFromPlain, TypedData } from '../../datastore/typed-value.ts';
import { packageText, shortVersions } from '../../job/job-row.ts';
import { isFinal } from '../../job/record.ts';
import { displayText } from '../../render/cell-text.ts';
import type { Palette } from '../../render/color.ts';
import { type Column, columnsFor } from '../../render/column.ts';
import { visible } from '../../render/control-characters.ts';
import { TerminalTable } from '../../render/terminal-table.ts';
import { durationText } from '../../render/time.ts';
import { widthsFor } from '../../render/width.ts';
import { paintStatus } from '../paint-status.ts';
import { taskColumns, taskColumnsFor } from '../task-table.ts';
import type { Snapshot } from './watch-snapshot.ts';

/** How a frame is drawn. */
export interface WatchStyle {
  readonly width: number;
  readonly palette: Palette;
  readonly now: number;
}

/** The lines of one frame, none of them wider than the terminal. */
export async function watchLines({ record, tasks, metrics }: Snapshot, style: WatchStyle): Promise<readonly string[]> {
  const { palette, width, now } = style;
  const created = record.created_at === null ? Number.NaN : Date.parse(record.created_at);
  const elapsed = record.duration_ms ?? (isFinal(record.status) || created > now ? Number.NaN : now - created);
  const words = [
    record.id,
    record.handler,
    record.model && shortVersions(packageText(record.model)),
    Number.isNaN(elapsed) ? null : durationText(elapsed),
  ].flatMap((word) => (word === null ? [] : [visible(word)]));
  const room = Math.max(0, width - record.status.length - 2);
  const lines = [
    `${paintStatus(record.status, palette)}  ${(await widthsFor(words)).truncate(words.join('  '), room)}`,
  ];
  if (record.error_message !== null) {
    const message = visible(record.error_message);
    lines.push(palette.bad((await widthsFor([message])).truncate(message, width)));
  }
  if (tasks.length > 0) {
    const table = new TerminalTable(columnsFor(taskColumnsFor(tasks), taskColumns(now)), { width, palette });
    lines.push('', ...(await table.lines(tasks)));
  }
  if (metrics.size > 0) {
    const table = new TerminalTable(METRIC_COLUMNS, { width, palette });
    const rows = Array.from(metrics, ([name, value]) => rowFromPlain({ metric: name, value: new TypedData(value) }));
    lines.push('', ...(await table.lines(rows)));
  }
  return lines;
}

const METRIC_COLUMNS: readonly Column[] = [
  { name: 'metric', importance: 100, minWidth: 16 },
  { name: 'value', align: 'point', importance: 90, minWidth: 12, format: (value) => displayText(value) },
];
