import { isFinal } from '../../job/record.ts';
import { displayText } from '../../render/cell-text.ts';
import type { Palette } from '../../render/color.ts';
import { type Column, columnsFor } from '../../render/column.ts';
import { visible } from '../../render/control-characters.ts';
import { TerminalTable } from '../../render/terminal-table.ts';
import { durationText } from '../../render/time.ts';
import { widthsFor } from '../../render/width.ts';
import type { Context, Output } from '../context.ts';
import { packageText, shortVersions } from '../job-row.ts';
import { paintStatus } from '../looks.ts';
import { screenWidth } from '../screen.ts';
import { taskColumns, taskColumnsFor } from '../task-table.ts';
import type { Snapshot } from './watch-snapshot.ts';

const HIDE_CURSOR = '\u001b[?25l';
const SHOW_CURSOR = '\u001b[?25h';
const TO_LINE_END = '\u001b[K';
const TO_SCREEN_END = '\u001b[J';

const USUAL_ROWS = 24;

/** Draws a job on a terminal, each time in the place of the last: lines are overwritten, never cleared beforehand. */
export class WatchScreen {
  readonly #stdout: Output;
  readonly #env: Context['env'];
  readonly #palette: Palette;
  readonly #release: () => void;
  #height = 0;
  #last = '';

  constructor({ stdout, env, onInterrupt }: Pick<Context, 'stdout' | 'env' | 'onInterrupt'>, palette: Palette) {
    this.#stdout = stdout;
    this.#env = env;
    this.#palette = palette;
    this.#release = onInterrupt(() => void stdout.write(`${SHOW_CURSOR}\n`));
    stdout.write(HIDE_CURSOR);
  }

  /** One write a frame, and none for a frame that looks like the last. */
  async draw(snapshot: Snapshot, now: number): Promise<void> {
    const columns = screenWidth(this.#stdout, this.#env);
    const rows = this.#stdout.rows || USUAL_ROWS;
    // A line that fills the terminal would wrap on some, and the next frame would begin too low.
    const lines = fitHeight(await frameLines(snapshot, { width: columns - 1, palette: this.#palette, now }), rows - 1);
    const frame = lines.map((line) => `${line}${TO_LINE_END}\n`).join('');
    if (frame === this.#last) return;
    const back = this.#height === 0 ? '' : `\r\u001b[${this.#height}A`;
    this.#stdout.write(`${back}${frame}${TO_SCREEN_END}`);
    this.#height = lines.length;
    this.#last = frame;
  }

  /** Leaves the last frame on the screen. */
  close(): void {
    this.#release();
    this.#stdout.write(SHOW_CURSOR);
  }
}

interface Look {
  readonly width: number;
  readonly palette: Palette;
  readonly now: number;
}

/** The lines of a frame, none of them wider than the terminal. */
async function frameLines({ record, tasks, metrics }: Snapshot, look: Look): Promise<readonly string[]> {
  const { palette, width, now } = look;
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
    const rows = Array.from(
      metrics,
      ([name, value]) =>
        new Map([
          ['metric', { type: 'STRING' as const, value: name }],
          ['value', value],
        ] as const),
    );
    lines.push('', ...(await table.lines(rows)));
  }
  return lines;
}

const METRIC_COLUMNS: readonly Column[] = [
  { name: 'metric', importance: 100, minWidth: 16 },
  { name: 'value', align: 'point', importance: 90, minWidth: 12, format: (value) => displayText(value) },
];

function fitHeight(lines: readonly string[], height: number): readonly string[] {
  if (lines.length <= height) return lines;
  const kept = lines.slice(0, Math.max(1, height - 1));
  return [...kept, `… ${lines.length - kept.length} more lines`];
}
