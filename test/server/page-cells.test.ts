import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EncodedFormat } from '../../src/datastore/batch.ts';
import { BatchBuilder } from '../../src/datastore/batch-builder.ts';
import { compareText } from '../../src/datastore/keys.ts';
import type { TypedRow } from '../../src/datastore/typed-value.ts';
import { encodeRows, encodeValues, valueText } from '../../src/render/encode-rows.ts';
import { PageCells } from '../../src/server/page-cells.ts';
import { rowDecoder } from '../../src/server/values.ts';
import { isThorough, runs } from '../support/thorough.ts';
import { KEY, page, type Reading, reading } from './random-pages.ts';

// What the kernel makes of a page is held to what the decoders make of it.

const order = (a: string, b: string) => Number(a !== KEY) - Number(b !== KEY) || compareText(a, b);

function openCells({ keepNone = false, columns }: Reading = {}): PageCells {
  const decode = rowDecoder({ table: 't', keyColumn: KEY, keepNone });
  const cells = PageCells.open({ keyColumn: KEY, columns, order, keepNone, decode });
  if (cells === null) throw new Error('there is no kernel');
  return cells;
}

function decoded(records: readonly unknown[], { keepNone = false, columns }: Reading = {}): TypedRow[] {
  return records.map(rowDecoder({ table: 't', keyColumn: KEY, keepNone, columns }));
}

const pageOf = (records: readonly string[], before = '{}'): Buffer =>
  Buffer.from(
    `{"code":"success","message":"Success","data":{"columnHints":${before},"records":[${records.join()}],"lastKey":"x"}}`,
  );

const entries = (rows: readonly TypedRow[]) => rows.map((row) => [...row]);

/** The rows of a page: null where they are left to the decoders, or where the rest is no answer. */
function rowsBy(cells: PageCells, body: Buffer): unknown {
  const found = cells.read(body);
  if (found === null) return null;
  try {
    const rest = JSON.parse(found.rest.toString()) as { data: { records: unknown } };
    expect(rest.data.records).toEqual([]);
  } catch {
    return null;
  }
  return entries(found.batch.typedRows());
}

const FORMATS = Object.keys(valueText) as EncodedFormat[];
const textOf = (chunks: Iterable<Uint8Array>) =>
  Buffer.concat(Array.from(chunks, (chunk) => Buffer.from(chunk))).toString();
const LINE_FEED = Buffer.from('\n');

describe('the pages of a scan, read by the kernel', () => {
  it('hold the rows that the decoders find, and print as those do', () => {
    fc.assert(
      fc.property(fc.array(page, { minLength: 1, maxLength: 4 }), reading, (pages, options) => {
        const cells = openCells(options);
        for (const records of pages) {
          const body = pageOf(records);
          const found = cells.read(body);
          if (records.length === 0) {
            expect(found).toBeNull();
            continue;
          }
          if (found === null) throw new Error('left to the decoders');
          const { batch, key, lastRecord, rest } = found;
          const parsed = records.map((record) => JSON.parse(record) as unknown);
          const rows = decoded(parsed, options);
          expect(entries(batch.typedRows())).toEqual(entries(rows));
          expect(rows.map((_, row) => batch.value(key, row)?.value)).toEqual(rows.map((_, row) => row));
          expect(lastRecord).toEqual(parsed.at(-1));
          expect(JSON.parse(rest.toString())).toEqual(JSON.parse(pageOf([]).toString()));
          const builder = new BatchBuilder(options.columns);
          for (const row of rows) builder.add(row);
          const columns = batch.columns.map(({ name }) => name);
          const built = builder.finish().project(columns);
          for (const format of FORMATS) {
            const printed = textOf(encodeRows(batch, format, Buffer.alloc(0), LINE_FEED));
            expect(printed).toBe(textOf(encodeValues(built, format, Buffer.alloc(0), LINE_FEED)));
          }
        }
      }),
      runs(200),
    );
  });

  it('hold numbers, texts and lists of numbers as cells, in either spelling', () => {
    const float = '{"type":"FLOAT64","value":"3fe0000000000000"}';
    const record = `{"l":{"value":[${float},${float}],"type":"LIST"},"id":{"type":"INT64","value":"0000000000000001"},"s":{"type":"STRING","value":"x"}}`;
    const other = `{"id":{"type":"INT64","value":"0000000000000002"},"l":{"type":"LIST","value":[${float}]},"s":{"type":"STRING","value":"ö"}}`;
    const batch = openCells().read(pageOf([record, other]))?.batch;
    expect(batch?.values).toEqual([]);
    expect(batch?.columns.map(({ name }) => name)).toEqual(['id', 'l', 's']);
    const lists = batch?.column('l');
    expect(lists && batch && [batch.floats(lists, 0), batch.floats(lists, 1)]).toEqual([
      new Float64Array([0.5, 0.5]),
      new Float64Array([0.5]),
    ]);
    expect(batch?.encoder).toBeDefined();
  });

  it.each([
    ['records with blanks', '{"code":"success","data":{"records": [{}]}}'],
    ['a value that does not fit its type', pageOf(['{"id":{"type":"INT64","value":"zz"}}'])],
    ['an unknown type', pageOf(['{"id":{"type":"COMPLEX","value":"1"}}'])],
    ['a list that is not closed', pageOf(['{"id":{"type":"LIST","value":[{"type":"INT8","value":"00"]}}'])],
    ['a comma behind the last record', pageOf(['{"id":{"type":"INT8","value":"01"}}', ''])],
    ['two lists of records', pageOf(['{}'], '{"records":[]}')],
    ['a record that is none', pageOf(['[]'])],
    ['a nesting without end', pageOf([`{"id":${'['.repeat(5000)}`])],
    ['bytes that are not UTF-8', Buffer.from(pageOf(['{"id":{"type":"STRING","value":"\xff"}}']).toString(), 'latin1')],
    ['more than 1000 records', pageOf(new Array(1001).fill('{}'))],
    [
      'more than 4096 columns',
      pageOf([`{${Array.from({ length: 5000 }, (_, i) => `"c${i}":{"type":"BOOL","value":"1"}`).join()}}`]),
    ],
  ])('are left to the decoders with %s', (_what, body) => {
    const cells = openCells();
    expect(cells.read(Buffer.from(body))).toBeNull();
    // The next page is read all the same.
    expect(rowsBy(cells, pageOf(['{"id":{"type":"INT8","value":"07"}}']))).toEqual([
      [['id', { type: 'INT8', value: 7 }]],
    ]);
  });

  it('counts the last of several values of a name', () => {
    const one = '"a":{"type":"INT8","value":"01"}';
    const none = '"a":{"type":"UNKNOWN","value":null}';
    const rows = [`{${one},"a":{"type":"INT8","value":"02"}}`, `{${none},${one}}`, `{${one},${none}}`];
    expect(rowsBy(openCells(), pageOf(rows))).toEqual([
      [['a', { type: 'INT8', value: 2 }]],
      [['a', { type: 'INT8', value: 1 }]],
      [],
    ]);
  });

  it('make room for a page that is longer than those before', () => {
    const cells = openCells();
    const long = (length: number) =>
      `{"id":{"type":"STRING","value":"${'x'.repeat(length)}"},"l":{"type":"LIST","value":[{"type":"INT8","value":"01"}]}}`;
    for (const length of [10, 3_000_000, 9_000_000, 20]) {
      const batch = cells.read(pageOf([long(length)]))?.batch;
      expect(batch?.typedRows().map((row) => String(row.get('id')?.value).length)).toEqual([length]);
      expect(batch?.typedRows()[0]?.get('l')).toEqual({ type: 'LIST', value: [{ type: 'INT8', value: 1 }] });
    }
    expect(cells.read(pageOf([long(17_000_000)]))).toBeNull();
  });

  it('are never read otherwise than JSON says, whatever is wrong with them', () => {
    const damage = fc.record({
      at: fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
      remove: fc.nat(3),
      put: fc.oneof(
        fc.constantFrom(
          '"',
          '{',
          '}',
          '[',
          ']',
          ',',
          ':',
          ' ',
          '\\',
          'null',
          '"a":',
          '{}',
          '\n',
          'F',
          '"records":[',
          '\u0000',
        ),
        fc.string({ maxLength: 3 }),
      ),
    });
    let wrong = 0;
    let right = 0;
    fc.assert(
      fc.property(page, fc.array(damage, { minLength: 1, maxLength: 2 }), reading, (records, damages, options) => {
        let body = pageOf(records).toString();
        for (const { at, remove, put } of damages) {
          const place = Math.floor(at * body.length);
          body = body.slice(0, place) + put + body.slice(place + remove);
        }
        const rows = rowsBy(openCells(options), Buffer.from(body));
        if (rows === null) {
          wrong++;
          return;
        }
        right++;
        const { data } = JSON.parse(body) as { data: { records: unknown[] } };
        expect(rows).toEqual(entries(decoded(data.records, options)));
      }),
      runs(1000),
    );
    // Both kinds of pages occur.
    if (isThorough) expect(Math.min(wrong, right)).toBeGreaterThan(20);
  });
});
