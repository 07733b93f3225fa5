import { colorLevel, type Palette, palette as paletteOf } from '../render/color.ts';
import { visible } from '../render/control-characters.ts';
import { proseLines } from '../render/width.ts';
import type { Run } from './run.ts';
import { isForPeople, screenWidth } from './screen.ts';

/** What was found of one thing: one word, then what it is about, then what there is to say. */
export interface Finding {
  readonly word: string;
  readonly paint: (text: string, palette: Palette) => string;
  readonly title: string;
  readonly details: readonly string[];
}

const WORD_CELLS = 9;

/** Whether findings are for people, who get them whole and not as a table: a hint that is cut helps nobody. */
export function areForPeople(run: Run): boolean {
  return isForPeople(run) && run.output.fields === undefined;
}

/** Prints each finding as it comes. */
export async function tellFindings({ context, output }: Run, findings: AsyncIterable<Finding>): Promise<void> {
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
