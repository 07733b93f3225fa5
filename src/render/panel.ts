import { NO_COLORS, type Paint, type Palette } from './color.ts';
import { visible } from './control-characters.ts';
import { blanksBefore, pointOf } from './number-point.ts';
import { widthsFor } from './width.ts';

/** A line of a panel: a name, its text, and the colour of the text. */
export interface PanelEntry {
  readonly name: string;
  readonly text: string;
  /** Whether the text is a number, to be aligned with others at the point. */
  readonly isNumber?: boolean;
  readonly paint?: Paint;
}

/** Longer numbers would push all others far away from their names. */
const SHORT_NUMBER = /^[-+]?\d{1,7}(?!\d)/;
/** Minimum indentation of texts, used if the names are too long to be in front of them. */
const MIN_SIDE = 4;

/**
 * Lines of `Name:  text`, with all texts in one column. Texts are shown whole: further lines, and what does not fit into
 * `width` cells, continue below. A name that would take more than half of the width gets its own line.
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
    return needed <= width / 2 ? Math.max(most, needed) : most;
  }, MIN_SIDE);
  // Wide characters need two cells.
  const room = Math.max(2, width - side);
  const hasRoom = point.before + point.behind <= room;
  return entries.flatMap(({ text, paint }, index) => {
    const name = names[index] ?? '';
    const parts = (texts[index] ?? []).flatMap((part) => widths.wrap(part, room));
    const start = side + (hasRoom && aligned[index] === true ? blanksBefore(text, point) : 0);
    const below = parts.map((shown) => (shown === '' ? '' : ' '.repeat(start) + (paint?.(shown) ?? shown)));
    if (widths.cells(name) + 2 > side)
      return [...widths.wrap(name, width).map((part) => palette.heading(part)), ...below];
    const [first = '', ...more] = below;
    const gap = first === '' ? '' : ' '.repeat(side - widths.cells(name));
    return [palette.heading(name) + gap + first.slice(side), ...more];
  });
}
