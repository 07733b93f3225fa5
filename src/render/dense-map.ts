import type { Palette } from './color.ts';
import { isMistaken, MARK } from './mistakes.ts';
import { columnsText, type ShownMatrix } from './number-map.ts';
import { legendLines } from './shade.ts';
import { pad, proseLines } from './width.ts';

/** The shade for a share of the row, up to and including `upTo`. */
const SHADES = [
  { upTo: 0.02, shade: '·', text: ' to 2%' },
  { upTo: 0.1, shade: '░', text: ' to 10%' },
  { upTo: 0.25, shade: '▒', text: ' to 25%' },
  { upTo: 0.5, shade: '▓', text: ' to 50%' },
  { upTo: Number.POSITIVE_INFINITY, shade: '█', text: ' more of its row' },
] as const;

/** The distance between numbers of the ruler, in columns. */
const RULER_STEP = 10;

/** The diagonal has one shade, so that right predictions do not hide the wrong ones. */
const DIAGONAL = { shade: '\\', text: ' right' };

/**
 * A matrix drawn with shades only, one or two cells per value, by its share of the row, so that rare labels show as well
 * as frequent ones. The diagonal is a dim line. Rows are numbered from 0, and a ruler above numbers the columns; columns
 * that do not fit follow below.
 */
export function denseLines({ names, rows, count, palette, width, widths }: ShownMatrix): string[] {
  const digits = String(names.length - 1).length;
  const sides = names.map((name, index) => {
    const number = String(index).padStart(digits);
    const mark = isMistaken(rows[index] ?? [], index) ? MARK : '';
    return (name === String(index) ? number : `${number} ${name}`) + mark;
  });
  const side = sides.reduce((most, text) => Math.max(most, widths.cells(text)), 0) + 1;
  const room = Math.max(1, width - side);
  const cell = count * 2 <= room ? 2 : 1;
  const fitting = Math.min(count, Math.max(1, Math.floor(room / cell)));
  const shades = rows.map(shadesOf);
  const lines: string[] = [];
  for (let from = 0; from < count; from += fitting) {
    const to = Math.min(count, from + fitting);
    if (from > 0) lines.push('');
    if (fitting < count) lines.push(palette.dim(columnsText(from, to - 1, count)));
    lines.push(palette.dim((' '.repeat(side) + ruler(from, to, cell)).trimEnd()));
    for (const [index, text] of sides.entries()) {
      const drawn = drawnText((shades[index] ?? []).slice(from, to), cell, palette);
      lines.push((palette.heading(pad(text, side, widths, 'left')) + drawn).trimEnd());
    }
  }
  const legend = SHADES.map(({ shade, text }, index) => ({
    swatch: painted(shade.repeat(2), index, palette),
    text: palette.dim(text),
    cells: 2 + text.length,
  }));
  const diagonal = palette.dim(DIAGONAL.shade.repeat(2) + DIAGONAL.text);
  const isMarked = rows.some(isMistaken);
  return [
    ...lines,
    ...legendLines([{ swatch: diagonal, text: '', cells: 2 + DIAGONAL.text.length }, ...legend], width),
    ...(isMarked ? proseLines(MARKED_ROW, width).map((line) => palette.dim(line)) : []),
  ];
}

const NOTHING = -1;
const ON_DIAGONAL = -2;
const MARKED_ROW = `${MARK} more often taken for another label than for its own`;

/** The index of the shade of each value in a row. */
function shadesOf(row: readonly number[], own: number): readonly number[] {
  const counts = row.map((value) => (Number.isFinite(value) && value > 0 ? value : 0));
  const all = counts.reduce((total, value) => total + value, 0);
  return counts.map((value, at) => {
    if (value === 0) return NOTHING;
    return at === own ? ON_DIAGONAL : SHADES.findIndex(({ upTo }) => value / all <= upTo);
  });
}

/** `0         10        20`: each number starts above its column. */
function ruler(from: number, to: number, cell: number): string {
  let text = '';
  const first = Math.ceil(from / RULER_STEP) * RULER_STEP;
  for (let column = from; column < to; column = column < first ? first : column + RULER_STEP) {
    const number = String(column);
    const at = (column - from) * cell;
    // A number that would touch its neighbour, or extend beyond the end, is left out.
    const hasRoom = (at === 0 || at > text.length) && at + number.length <= (to - from) * cell;
    if (hasRoom) text = text.padEnd(at) + number;
  }
  return text;
}

/** Paints adjacent cells of the same shade together. */
function drawnText(shades: readonly number[], cell: number, palette: Palette): string {
  let line = '';
  for (let at = 0; at < shades.length; ) {
    const shade = shades[at] ?? NOTHING;
    let end = at + 1;
    while (end < shades.length && shades[end] === shade) end++;
    const cells = cell * (end - at);
    if (shade === ON_DIAGONAL) line += palette.dim(DIAGONAL.shade.repeat(cells));
    else line += painted((SHADES[shade]?.shade ?? ' ').repeat(cells), shade, palette);
    at = end;
  }
  return line;
}

function painted(text: string, shade: number, palette: Palette): string {
  return palette.heatInk(text, (shade + 1) / SHADES.length);
}
