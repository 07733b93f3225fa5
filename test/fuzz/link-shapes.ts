import fc from 'fast-check';
import type { Cell } from '../support/write-table.ts';

// Long strings as the client stores them, with any shape of link, and what such a link means.

/** The name of the stored object that a good link leads to. */
export const OBJECT = 'ab'.repeat(32);
const CONTENT = Buffer.from('é long text 🙂 of a job', 'utf8');
const NOT_UTF8 = Buffer.from('caf\xe9', 'latin1');
/** Its bytes, of which only the end is UTF-8. */
export const STORED = Buffer.concat([NOT_UTF8, CONTENT]);

export const INT = { type: 'INT64' };
export const hex = (value: number) => BigInt.asUintN(64, BigInt(value)).toString(16).padStart(16, '0');
export const int = (value: number): Cell => [INT, hex(value)];

const LINK = 'starwhale.base.data_type.Link';

export interface LinkShape {
  readonly uri: Cell | null;
  readonly offset: Cell | null;
  readonly size: Cell | null;
  readonly pythonType: string;
  readonly isNone: boolean;
}

/** A long string as the client stores it, with any shape of link. */
export function longText({ uri, offset, size, pythonType, isNone }: LinkShape): Cell {
  const parts = Object.entries({ uri, offset, size }).flatMap(([name, cell]) => (cell ? [{ name, cell }] : []));
  const attributes = parts.map(({ name, cell }) => ({ ...(cell[0] as object), name }));
  const data = Object.fromEntries(parts.map(({ name, cell }) => [name, cell[1]]));
  const link = isNone ? { type: 'UNKNOWN' } : { type: 'OBJECT', pythonType, attributes };
  const schema = {
    type: 'OBJECT',
    pythonType: 'starwhale.base.data_type.Text',
    attributes: [
      { type: 'BOOL', name: 'auto_convert_to_str' },
      { ...link, name: 'link' },
    ],
  };
  return [schema, { auto_convert_to_str: '1', link: isNone ? null : data }];
}

const anyPlace = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: -3, max: CONTENT.length + NOT_UTF8.length + 3 }).map(int) },
  fc.constantFrom<Cell | null>(
    null,
    [{ type: 'UNKNOWN' }, null],
    [{ type: 'STRING' }, '0'],
    [{ type: 'FLOAT64' }, '0'],
    [{ type: 'BOOL' }, '0'],
  ),
);
export const anyLink = fc.record<LinkShape>({
  uri: fc.oneof(
    { weight: 6, arbitrary: fc.constant<Cell>([{ type: 'STRING' }, OBJECT]) },
    fc.constantFrom<Cell | null>(null, int(1), [{ type: 'STRING' }, ''], [{ type: 'UNKNOWN' }, null]),
  ),
  offset: anyPlace,
  size: anyPlace,
  pythonType: fc.oneof({ weight: 6, arbitrary: fc.constant(LINK) }, fc.constantFrom('mine.Link', 'LINK', 'Link')),
  isNone: fc.integer({ min: 0, max: 9 }).map((number) => number === 0),
});

/** What a link of this shape means by the specification. */
export function meant({ uri, offset, size, pythonType, isNone }: LinkShape): string {
  const place = (cell: Cell | null, absent: number) => {
    if (cell === null || (cell[0] as { type: string }).type === 'UNKNOWN') return absent;
    return (cell[0] as { type: string }).type === 'INT64'
      ? Number(BigInt.asIntN(64, BigInt(`0x${String(cell[1])}`)))
      : null;
  };
  const from = place(offset, 0);
  const length = place(size, -1);
  if (isNone || uri?.[1] !== OBJECT || !['LINK', LINK].includes(pythonType)) return 'damaged';
  if (from === null || length === null || from < 0 || length < -1 || from > STORED.length) return 'damaged';
  const end = length === -1 ? STORED.length : from + length;
  if (end > STORED.length) return 'damaged';
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(STORED.subarray(from, end));
  } catch {
    return 'damaged';
  }
}
