import { colorLevel, type Palette, palette as paletteOf } from '../render/color.ts';
import { visible } from '../render/control-characters.ts';
import { proseLines } from '../render/width.ts';
import type { Run } from './run.ts';
import { isForPeople, screenWidth } from './screen.ts';

/** One finding: its state in one word, what it is about, and details. */
export interface Finding {
  readonly word: string;
  readonly paint: (text: string, palette: Palette) => string;
  readonly title: string;
  readonly details: readonly string[];
}

const WORD_CELLS = 9;

/** Whether findings are printed as prose for people: a table would cut the hints. */
export function areForPeople(run: Run): boolean {
  return isForPeople(run) && run.output.fields === undefined;
}

/** Prints each finding as it comes. */
export async function printFindings({ context, output }: Run, findings: AsyncIterable<Finding>): Promise<void> {
  const palette = await paletteOf(
    colorLevel({ flag: output.color, env: context.env, isTTY: context.stdout.isTTY === true }),
  );
  const room = screenWidth(context.stdout, context.env) - WORD_CELLS;
  for await (const { word, paint, title, details } of findings) {
    const [first = '', ...more] = [title, ...details].flatMap((text) => proseLines(visible(text), room));
    const lines = [
      paint(word.padEnd(WORD_CELLS), palette) + first,
      ...more.map((line) => ' '.repeat(WORD_CELLS) + line),
    ];
    context.stdout.write(lines.map((line) => `${line.trimEnd()}\n`).join(''));
  }
}
