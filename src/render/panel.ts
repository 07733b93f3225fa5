import { NO_COLORS, type Paint, type Palette } from './color.ts';
import { visible } from './control-characters.ts';
import { widthsFor } from './width.ts';

/** A line of a panel: a name, its text, and the colour of the text. */
export interface PanelEntry {
  readonly name: string;
  readonly text: string;
  readonly paint?: Paint;
}

/**
 * The lines `Name:  text`, all texts beginning in one column. Texts are shown whole; a text of several lines goes on
 * below its beginning.
 */
export async function panelLines(entries: readonly PanelEntry[], palette: Palette = NO_COLORS): Promise<string[]> {
  const names = entries.map(({ name }) => `${visible(name)}:`);
  const widths = await widthsFor(names);
  const side = names.reduce((most, name) => Math.max(most, widths.cells(name)), 0) + 2;
  return entries.flatMap(({ text, paint }, index) => {
    const name = names[index] ?? '';
    return text.split(/\r?\n/).map((part, line) => {
      const shown = visible(part);
      const head = line === 0 ? palette.heading(name) + ' '.repeat(side - widths.cells(name)) : ' '.repeat(side);
      return shown === '' ? head.trimEnd() : head + (paint?.(shown) ?? shown);
    });
  });
}
