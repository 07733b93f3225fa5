import { type PlainData, rowFromPlain } from '../datastore/typed-value.ts';
import { colorLevel, type Palette, palette as paletteOf } from '../render/color.ts';
import { visible } from '../render/control-characters.ts';
import { proseLines } from '../render/width.ts';
import { printRows } from './present.ts';
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

/**
 * Prints each thing as it is found: as prose for people, since a table would cut the hints, else as records with these keys,
 * of which the first is the id.
 */
export async function printFound<Thing extends Readonly<Record<keyof Thing, PlainData>>>(
  run: Run,
  things: AsyncIterable<Thing>,
  keys: readonly string[],
  findingOf: (thing: Thing) => Finding,
): Promise<void> {
  if (isForPeople(run) && run.output.fields === undefined) return printProse(run, things, findingOf);
  await printRows(run, {
    batches: async function* () {
      for await (const thing of things) yield [rowFromPlain({ ...thing })];
    },
    columns: () => keys,
    shown: keys,
    idColumn: keys[0] ?? '',
  });
}

async function printProse<Thing>(
  { context, output }: Run,
  things: AsyncIterable<Thing>,
  findingOf: (thing: Thing) => Finding,
): Promise<void> {
  const palette = await paletteOf(
    colorLevel({ flag: output.color, env: context.env, isTTY: context.stdout.isTTY === true }),
  );
  const room = screenWidth(context.stdout, context.env) - WORD_CELLS;
  for await (const thing of things) {
    const { word, paint, title, details } = findingOf(thing);
    const [first = '', ...more] = [title, ...details].flatMap((text) => proseLines(visible(text), room));
    const lines = [
      paint(word.padEnd(WORD_CELLS), palette) + first,
      ...more.map((line) => ' '.repeat(WORD_CELLS) + line),
    ];
    context.stdout.write(lines.map((line) => `${line.trimEnd()}\n`).join(''));
  }
}
