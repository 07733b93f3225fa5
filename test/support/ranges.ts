import { expect } from 'vitest';
import type { TypedRow, TypedValue } from '../../src/datastore/typed-value.ts';
import type { JobSource, ScanOptions } from '../../src/job/instance.ts';
import { byCodePoint, expectEqualLines, expectSameLines, rangeOf, rowsOf } from './agreement.ts';
import type { ScanAnswer } from './answers.ts';
import { canonRows } from './canon.ts';

/**
 * Checks that ranges cut from the full scan are the client's, too, unless it is known to lose rows of this table, and that
 * `keepNone` only adds columns that the client dropped.
 */
export async function expectRanges(
  job: JobSource,
  name: string,
  scans: readonly ScanAnswer[],
  clientIsWrong: boolean,
): Promise<void> {
  const table = await job.table(name);
  const all = await rowsOf(table);
  const allLines = await canonRows(all, job.artifacts);
  const { column } = await table.key();
  let differing = 0;
  for (const scan of scans) {
    const range = rangeOf(scan);
    const text = `from ${scan.start.v} to ${scan.end.v}`;
    if (!isComparable(all, column, range)) {
      expect(scan.error, text).toBeDefined();
      await expect(rowsOf(table, range), text).rejects.toMatchObject({ code: 'usage' });
      continue;
    }
    const rows = await rowsOf(table, { ...range, keepNone: scan.keep_none });
    const shown = scan.keep_none ? rows.map(withoutNone) : rows;
    const lines = await canonRows(shown, job.artifacts);
    const within = allLines.filter((_, at) => isWithin(plainKey(all[at]?.get(column)), range));
    expectEqualLines(lines, within, text);
    if (!clientIsWrong) expectSameLines(lines, scan);
    else if (!agrees(lines, scan)) differing++;
  }
  expect(differing > 0).toBe(clientIsWrong);
}

function agrees(lines: readonly string[], scan: ScanAnswer): boolean {
  try {
    expectSameLines(lines, scan);
    return true;
  } catch {
    return false;
  }
}

function withoutNone(row: TypedRow): TypedRow {
  return new Map(Array.from(row).filter(([, value]) => value.type !== 'UNKNOWN'));
}

type PlainKey = number | bigint | string;

/** Keys and bounds in a form that JavaScript can compare, false before true. */
function plainKey(value: TypedValue | ScanOptions['start']): PlainKey {
  const plain = typeof value === 'object' && 'type' in value ? value.value : value;
  if (typeof plain === 'boolean') return Number(plain);
  if (typeof plain === 'number' || typeof plain === 'bigint' || typeof plain === 'string') return plain;
  throw new Error('the golden stores have no other keys');
}

function isComparable(rows: readonly TypedRow[], column: string, { start, end }: ScanOptions): boolean {
  const isText = (key: PlainKey) => typeof key === 'string';
  const bounds = [start, end].filter((bound) => bound !== undefined).map(plainKey);
  const keys = rows.slice(0, 1).map((row) => plainKey(row.get(column)));
  return keys.every((key) => bounds.every((bound) => isText(bound) === isText(key)));
}

function isWithin(key: PlainKey, { start, end, endInclusive }: ScanOptions): boolean {
  if (start !== undefined && order(key, plainKey(start)) < 0) return false;
  if (end === undefined) return true;
  const side = order(key, plainKey(end));
  return side < 0 || (side === 0 && endInclusive === true);
}

function order(left: PlainKey, right: PlainKey): number {
  if (typeof left === 'string' && typeof right === 'string') return byCodePoint(left, right);
  return left < right ? -1 : left > right ? 1 : 0;
}
