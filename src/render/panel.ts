import { NO_COLORS, type Paint, type Palette } from './color.ts';
import { visible } from './control-characters.ts';
import { widthsFor } from './width.ts';

/** A line of a panel: a name, its text, and the colour of the text. */
export interface PanelEntry {
  readonly name: string;
  readonly text: string;
  readonly paint?: Paint;
}

/** Narrower than this, a text is not broken: the terminal does it. */
const LEAST_TEXT = 16;

/**
 * The lines `Name:  text`, all texts beginning in one column. Texts are shown whole: one of several lines, or one that
 * does not fit into `width` cells, goes on below its beginning.
 */
export async function panelLines(
  entries: readonly PanelEntry[],
  palette: Palette = NO_COLORS,
  width = Number.POSITIVE_INFINITY,
): Promise<string[]> {
  const names = entries.map(({ name }) => `${visible(name)}:`);
  const texts = entries.map(({ text }) => text.split(/\r?\n/).map(visible));
  const widths = await widthsFor([...names, ...texts.flat()]);
  const side = names.reduce((most, name) => Math.max(most, widths.cells(name)), 0) + 2;
  const room = width - side;
  return entries.flatMap(({ paint }, index) => {
    const name = names[index] ?? '';
    const parts = (texts[index] ?? []).flatMap((text) => (room < LEAST_TEXT ? [text] : widths.wrap(text, room)));
    return parts.map((shown, line) => {
      const head = line === 0 ? palette.heading(name) + ' '.repeat(side - widths.cells(name)) : ' '.repeat(side);
      return shown === '' ? head.trimEnd() : head + (paint?.(shown) ?? shown);
    });
  });
}
