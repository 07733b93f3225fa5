import fc from 'fast-check';
import type { Cell, Write } from '../../support/write-table.ts';
import { type RandomTable, randomTables } from './random-tables.ts';

/**
 * Tables such as the client mostly writes: its own spelling, columns by name, one record a key, and now and then None. Random
 * tables seldom have many rows that the kernel can follow; these have few others.
 */
export const regularTables: fc.Arbitrary<RandomTable> = fc
  .record({
    table: randomTables(fc.constant('as the client'), undefined, { minLength: 8, maxLength: 40 }),
    /** Which cells are None, over and over. */
    nones: fc.array(fc.boolean(), { minLength: 1, maxLength: 7 }),
  })
  .map(({ table, nones }) => {
    let number = 0;
    const isNone = () => nones[number++ % nones.length] === true;
    const blocks = table.blocks.map((writes) => onceEach(writes).map((write) => regular(write, isNone)));
    return { ...table, tombstones: [], blocks };
  });

function onceEach(writes: readonly Write[]): readonly Write[] {
  return [...new Map(writes.filter(({ cells }) => cells !== null).map((write) => [write.key, write])).values()];
}

function regular(write: Write, isNone: () => boolean): Write {
  const cells = Object.entries(write.cells ?? {})
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, [schema, data]]): [string, Cell] => [name, [schema, isNone() ? null : data]]);
  return { ...write, cells: Object.fromEntries(cells) };
}
