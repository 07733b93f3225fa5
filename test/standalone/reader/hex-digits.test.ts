import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ObjectStore } from '../../../src/standalone/object-store.ts';
import { StandaloneTable } from '../../../src/standalone/table.ts';
import { temporaryFolder } from '../../support/stores.ts';
import { write } from '../../support/table-writes.ts';
import { writeTable } from '../../support/write-table.ts';

const DIGITS = '3fb0a9c5d2e8f167';
const CHARACTERS = [
  ...Array.from({ length: 0x7f - 0x20 }, (_, index) => String.fromCharCode(0x20 + index)),
  'é',
  '\u0080',
];

/** The digits of a double, with each character at each place. */
const texts = Array.from(DIGITS).flatMap((_, place) =>
  CHARACTERS.map((character) => DIGITS.slice(0, place) + character + DIGITS.slice(place + 1)),
);

function doubleOf(hex: string): number {
  const view = new DataView(new ArrayBuffer(8));
  view.setBigUint64(0, BigInt(`0x${hex}`));
  return view.getFloat64(0);
}

it.each([
  ['FLOAT64', doubleOf],
  ['INT64', (hex: string) => BigInt.asIntN(64, BigInt(`0x${hex}`))],
])('hex digits of %s are read at each place, and nothing else is taken for one', async (type, expected) => {
  const folder = mkdtempSync(join(await temporaryFolder(), 'table-'));
  const blocks = [texts.map((text, key) => write(key, { x: [{ type }, text] }))];
  writeTable(folder, { keyType: 'INT64', blocks });
  const table = new StandaloneTable('t', folder, new ObjectStore(folder));
  const found = new Map<unknown, unknown>();
  const damages: string[] = [];
  const skipDamaged = ({ message }: Error) => void damages.push(message);
  for await (const rows of table.scan({ skipDamaged })) {
    for (const row of rows) found.set(Number(row.get('id')?.value), row.get('x')?.value);
  }
  const sound = [...texts.entries()].filter(([, text]) => /^[\da-f]{16}$/i.test(text));
  expect(found).toEqual(new Map(sound.map(([key, text]) => [key, expected(text)])));
  expect(damages).toHaveLength(texts.length - sound.length);
  expect(sound).toHaveLength(DIGITS.length * 22);
});
