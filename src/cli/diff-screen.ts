import type { TypedValue } from '../datastore/typed-value.ts';
import type { DiffTally, RowChange, RowFate } from '../job/diff/changes.ts';
import { mcnemarP } from '../job/diff/mcnemar.ts';
import { displayText, plainText } from '../render/cell-text.ts';
import type { Paint, Palette } from '../render/color.ts';
import { visible } from '../render/control-characters.ts';
import { pad, proseLines, SIMPLE_WIDTHS, type Widths, widthsFor } from '../render/width.ts';
import { percentOf } from '../text/percent.ts';
import { partsOf } from './diff-parts.ts';
import type { Compared } from './diff-records.ts';
import { shortIds } from './short-ids.ts';

export interface DiffStyle {
  readonly palette: Palette;
  readonly width: number;
  /** Whether values are shown whole, however wide. */
  readonly full: boolean;
}

const ARROW = ' → ';
const MISSING = '(none)';
/** Column names are padded up to this many cells. */
const MAX_NAME_CELLS = 32;

/** What was compared, how many rows are equal, and how many predictions became right or wrong. */
export function headLines(
  { base, job, table, on }: Compared,
  tally: DiffTally,
  isJudged: boolean,
  { palette, width }: DiffStyle,
): readonly string[] {
  const short = shortIds([base.id, job.id]);
  const what = `${short(base.id)}${ARROW}${short(job.id)}: ${table}, joined by ${on.join(', ')}`;
  const { equal, changed, added, removed } = tally.counts;
  const changedColumns = [...tally.columns].filter(([, count]) => count > 0);
  // An unbreakable space keeps a name and its count on one line.
  const columns = changedColumns.map(([name, count]) => `${visible(name)}\u00a0${count}`).join(', ');
  return [
    ...proseLines(visible(what), width).map((line) => palette.heading(line)),
    ...proseLines(`${equal} equal, ${changed} changed, ${added} added, ${removed} removed`, width),
    ...(columns === '' ? [] : proseLines(`changed columns: ${columns}`, width).map(withSpaces)),
    ...(isJudged ? ['', ...outcomeLines(tally, palette, width)] : []),
  ];
}

function withSpaces(line: string): string {
  return line.replaceAll('\u00a0', ' ');
}

/** The two-by-two table of right and wrong predictions, and how likely it is by chance. */
function outcomeLines({ outcomes, judged }: DiffTally, palette: Palette, width: number): readonly string[] {
  const { both_right, fixed, broken, both_wrong } = outcomes;
  const rows: readonly (readonly string[])[] = [
    ['', 'job right', 'job wrong'],
    ['base right', String(both_right), `▼ broken ${broken}`],
    ['base wrong', `▲ fixed ${fixed}`, String(both_wrong)],
  ];
  const cells = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows.map((row, index) => {
    const [side = '', ...values] = row.map((text, column) =>
      pad(text, cells[column] ?? 0, SIMPLE_WIDTHS, column === 0 ? 'left' : 'right'),
    );
    const line = `${side}  ${values.map((value) => paintOutcome(value, palette)).join('  ')}`;
    return index === 0 ? line.trimEnd() : line;
  });
  const [before, after] = [both_right + broken, both_right + fixed];
  const share = (count: number) => `${percentOf(count, judged)}%`;
  const right = judged === 0 ? 'no rows' : `right: ${share(before)}${ARROW}${share(after)} of ${judged}`;
  const p = mcnemarP(fixed, broken);
  const chance = `McNemar's exact p = ${p === 0 ? '0' : Number(p.toPrecision(3))}`;
  return [...lines, ...proseLines(`${right}, ${chance}`, width)];
}

function paintOutcome(text: string, palette: Palette): string {
  if (text.includes('▲')) return palette.good(text);
  return text.includes('▼') ? palette.bad(text) : text;
}

const MARKS: Readonly<Record<RowFate, string>> = { equal: '=', changed: '~', added: '+', removed: '-' };

/** The lines of a changed row: its key, then each value that differs. */
export async function changeBlock(change: RowChange, style: DiffStyle): Promise<readonly string[]> {
  const { palette, width, full } = style;
  const key = change.key.map((value) => visible(plainText(value))).join(', ');
  const parts = Array.from(change.columns, ([name, { old, new: value }]) => partsOf(name, old, value)).flat();
  const lines = parts.map(({ name, old, new: value }) => {
    const [before, after] = textsOf(old, value, full);
    return { name: visible(name), before, after };
  });
  const widths = await widthsFor([
    key,
    outcomeText(change),
    ...lines.flatMap(({ name, before, after }) => [name, before, after]),
  ]);
  const side = Math.min(
    Math.max(0, ...lines.map(({ name }) => widths.cells(name))),
    MAX_NAME_CELLS,
    Math.floor(width / 2),
  );
  const mark = paintFate(change.change, palette)(MARKS[change.change]);
  const outcome = outcomeText(change);
  const forKey = full ? key : widths.truncate(key, outcome === '' ? width - 2 : Math.max(12, width - 16));
  const verdict = full ? outcome : widths.truncate(outcome, width - 4 - widths.cells(forKey));
  const head = `${mark} ${palette.heading(forKey)}${verdict === '' ? '' : `  ${paintOutcome(verdict, palette)}`}`;
  const body = lines.map(({ name, before, after }) => {
    const shown = full ? name : widths.truncate(name, side);
    const text = valueText(change.change, before, after, full ? Number.POSITIVE_INFINITY : width - side - 6, widths);
    return `    ${pad(shown, side, widths, 'left')}  ${text}`;
  });
  return [head, ...body];
}

/** Both values as text, abbreviated unless that makes them equal. */
function textsOf(old: TypedValue | undefined, value: TypedValue | undefined, full: boolean): readonly [string, string] {
  const text = (each: TypedValue | undefined, isFull: boolean) =>
    each === undefined || each.value === null ? MISSING : displayText(each, { full: isFull });
  const [before, after] = [text(old, full), text(value, full)];
  if (before !== after) return [before, after];
  const [whole, other] = [text(old, true), text(value, true)];
  // For example, two images of the same size.
  return whole === other ? [before, 'different content'] : [whole, other];
}

function valueText(fate: RowFate, before: string, after: string, room: number, widths: Widths): string {
  if (fate === 'added') return widths.truncate(after, room);
  if (fate === 'removed') return widths.truncate(before, room);
  const both = room - ARROW.length;
  if (widths.cells(before, both) + widths.cells(after, both) <= both) return before + ARROW + after;
  // If one text needs less than half of the room, the other one gets the rest.
  const half = Math.floor(both / 2);
  const [first, second] = [widths.cells(before, both), widths.cells(after, both)];
  const forFirst = first <= half ? first : second <= half ? both - second : half;
  return widths.truncate(before, forFirst) + ARROW + widths.truncate(after, both - forFirst);
}

/** Such as `▼ broken: cat taken for bird`. */
function outcomeText({ outcome, labels }: RowChange): string {
  const [truth, old, predicted] = [labels?.truth, labels?.old, labels?.new].map((each) =>
    each === undefined ? '' : visible(plainText(each)),
  );
  const detail = (text: string) => (labels === null ? '' : `: ${text}`);
  switch (outcome) {
    case 'fixed':
      return `▲ fixed${detail(`${truth}, was ${old}`)}`;
    case 'broken':
      return `▼ broken${detail(`${truth} taken for ${predicted}`)}`;
    case 'both_wrong':
      return `both wrong${detail(`${truth} taken for ${predicted}`)}`;
    default:
      return '';
  }
}

function paintFate(fate: RowFate, { good, bad, warning, dim }: Palette): Paint {
  return { added: good, removed: bad, changed: warning, equal: dim }[fate];
}
