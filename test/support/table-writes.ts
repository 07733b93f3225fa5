import { expect } from 'vitest';
import type { SwjobError } from '../../src/errors.ts';
import type { Cell, Write } from './write-table.ts';

export const text = (value: string): Cell => [{ type: 'STRING' }, value];
export const integer = (value: number): Cell => [{ type: 'INT64' }, value.toString(16).padStart(16, '0')];

/** A write of one key; the column and revision follow from the key by default. */
export const write = (key: number, cells: Write['cells'] = { a: text(`a${key}`) }, revision = key + 1): Write => ({
  key,
  revision: BigInt(revision),
  cells,
});

export const keysFrom = (start: number, count: number): number[] =>
  Array.from({ length: count }, (_, index) => start + index);

/** The error that a read ends with, which has to be one of ours. */
export async function failureOf(reading: Promise<unknown>): Promise<SwjobError> {
  const error: unknown = await reading.catch((caught: unknown) => caught);
  expect(error).toMatchObject({ name: 'SwjobError' });
  return error as SwjobError;
}
