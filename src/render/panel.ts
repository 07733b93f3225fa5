import { NO_COLORS, type Paint, type Palette } from './color.ts';
import { visible } from './control-characters.ts';
import { blanksBefore, pointOf } from './number-point.ts';
import { widthsFor } from './width.ts';

/** A line of a panel: a name, its text, and the colour of the text. */
export interface PanelEntry {
  readonly name: string;
  readonly text: string;
  /** Whether the text is a number, to stand with the others at their points. */
  readonly isNumber?: boolean;
  readonly paint?: Paint;
}

/** Narrower than this, a text is not broken: the terminal does it. */
const LEAST_TEXT = 16;
/** Longer ones would move all others far from their names. */
const SHORT_NUMBER = /^[-+]?\d{1,7}(?!\d)/;
/** Texts begin here at least, where names are too long to stand before them. */
const LEAST_SIDE = 4;

/**
 * The lines `Name:  text`, all texts beginning in one column. Texts are shown whole: one of several lines, or one that
 * does not fit into `width` cells, goes on below its beginning. A name that would take more than half of the width
 * stands on a line of its own.
 */
export async function panelLines(
  entries: readonly PanelEntry[],
  palette: Palette = NO_COLORS,
  width = Number.POSITIVE_INFINITY,
): Promise<string[]> {
  const names = entries.map(({ name }) => `${visible(name)}:`);
  const aligned = entries.map(({ text, isNumber }) => isNumber === true && SHORT_NUMBER.test(text));
  const point = pointOf(entries.flatMap(({ text }, index) => (aligned[index] === true ? [text] : [])));
  const texts = entries.map(({ text, isNumber }) => (isNumber === true ? [text] : text.split(/\r?\n/).map(visible)));
  const widths = await widthsFor([...names, ...texts.flat()]);
  const side = names.reduce((most, name) => {
    const needed = widths.cells(name) + 2;
    return needed <= width / 2 || width < LEAST_TEXT * 2 ? Math.max(most, needed) : most;
  }, LEAST_SIDE);
  const room = width - side;
  const wrap = (text: string, cells: number) => (cells < LEAST_TEXT ? [text] : widths.wrap(text, cells));
  const hasRoom = point.before + point.behind <= room;
  return entries.flatMap(({ text, paint }, index) => {
    const name = names[index] ?? '';
    const parts = (texts[index] ?? []).flatMap((part) => wrap(part, room));
    const start = side + (hasRoom && aligned[index] === true ? blanksBefore(text, point) : 0);
    const below = parts.map((shown) => (shown === '' ? '' : ' '.repeat(start) + (paint?.(shown) ?? shown)));
    if (widths.cells(name) + 2 > side) return [...wrap(name, width).map((part) => palette.heading(part)), ...below];
    const [first = '', ...more] = below;
    const gap = first === '' ? '' : ' '.repeat(side - widths.cells(name));
    return [palette.heading(name) + gap + first.slice(side), ...more];
  });
}
