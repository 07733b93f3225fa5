import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TypedValue } from '../../src/datastore/typed-value.ts';
import type { Instance } from '../../src/job/instance.ts';
import { unpickle } from '../../src/pickle/unpickle.ts';
import { openStandalone } from '../../src/standalone/instance.ts';
import { rowsOf } from '../support/agreement.ts';
import { pythonFloatRepr } from '../support/canon.ts';
import { unpackStore } from '../support/stores.ts';

/** What Python itself read from a value (test/stores/vision.pickles.json.gz). */
type Canon =
  | { readonly t: 'none' }
  | { readonly t: 'bool' | 'int' | 'str' | 'bytes'; readonly v: unknown }
  | { readonly t: 'float'; readonly v: string; readonly bits: string }
  | { readonly t: 'list' | 'tuple' | 'set' | 'frozenset'; readonly v: readonly Canon[] }
  | { readonly t: 'dict'; readonly v: readonly (readonly [Canon, Canon])[] }
  | { readonly t: 'ndarray'; readonly dtype: string; readonly shape: readonly number[]; readonly v: NestedCanon }
  | { readonly t: 'scalar'; readonly dtype: string; readonly v: Canon }
  | { readonly t: 'object'; readonly class: string; readonly args: readonly Canon[] }
  | { readonly t: 'object'; readonly class: string; readonly attrs: readonly (readonly [string, Canon])[] };
type NestedCanon = Canon | readonly NestedCanon[];

type Pickles = Readonly<Record<string, Readonly<Record<string, readonly (readonly [Canon, Canon])[]>>>>;

const expected = JSON.parse(
  gunzipSync(readFileSync(new URL('../stores/vision.pickles.json.gz', import.meta.url))).toString('utf8'),
) as Pickles;

const tables = Object.entries(expected).flatMap(([job, byTable]) =>
  Object.entries(byTable).map(([table, rows]) => ({ job, table, rows })),
);

let instance: Instance;
beforeAll(async () => {
  instance = await openStandalone({ root: await unpackStore('vision'), alias: 'local', summaryTable: 'eval/summary' });
});
afterAll(() => instance.close());

describe.each(tables)('the predictions in the table $table of $job', ({ job, table, rows }) => {
  it('are what Python reads from them', async () => {
    const source = await (await instance.findJob('self', job, 'active')).table(table);
    const ours = new Map((await rowsOf(source)).map((row) => [canonOf(row.get('id'), undefined), row.get('output')]));
    expect(rows.length).toBeGreaterThan(10);
    for (const [id, value] of rows) {
      const output = ours.get(JSON.stringify(id));
      if (output?.type !== 'BYTES') throw new Error(`no bytes for ${JSON.stringify(id)}`);
      expect(canonOf(unpickle(output.value), value)).toBe(JSON.stringify(value));
    }
  });
});

/** Our value in Python's form. Sets and numpy arrays are LISTs here, so the expected value decides which one it is. */
function canonOf(typed: TypedValue | undefined, like: NestedCanon | undefined): string {
  return JSON.stringify(typed === undefined ? undefined : canon(typed, like));
}

function canon(typed: TypedValue, like: NestedCanon | undefined): NestedCanon {
  const wanted = isCanon(like) ? like : undefined;
  switch (wanted?.t) {
    case 'set':
    case 'frozenset': {
      const items = typed.type === 'LIST' ? typed.value.map((item) => canon(item, undefined)) : [];
      return { t: wanted.t, v: items.sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)) as Canon[] };
    }
    case 'ndarray':
      return { t: 'ndarray', dtype: wanted.dtype, shape: shapeOf(typed), v: nested(typed, wanted.shape.length) };
    case 'scalar':
      return { t: 'scalar', dtype: typed.type.toLowerCase(), v: canon(typed, undefined) as Canon };
  }
  switch (typed.type) {
    case 'UNKNOWN':
      return { t: 'none' };
    case 'BOOL':
      return { t: 'bool', v: typed.value };
    case 'STRING':
      return { t: 'str', v: typed.value };
    case 'BYTES':
      return { t: 'bytes', v: Buffer.from(typed.value).toString('base64') };
    case 'FLOAT16':
    case 'FLOAT32':
    case 'FLOAT64': {
      const bits = Buffer.alloc(8);
      bits.writeDoubleBE(typed.value);
      return { t: 'float', v: pythonFloatRepr(typed.value), bits: bits.toString('hex') };
    }
    case 'LIST':
    case 'TUPLE': {
      const items = wanted?.t === 'list' || wanted?.t === 'tuple' ? wanted.v : [];
      return {
        t: typed.type === 'LIST' ? 'list' : 'tuple',
        v: typed.value.map((item, index) => canon(item, items[index]) as Canon),
      };
    }
    case 'MAP': {
      const pairs = wanted?.t === 'dict' ? wanted.v : [];
      return {
        t: 'dict',
        v: typed.value.map(({ key, value }, index) => [
          canon(key, pairs[index]?.[0]) as Canon,
          canon(value, pairs[index]?.[1]) as Canon,
        ]),
      };
    }
    case 'OBJECT': {
      const args = typed.value.get('_args');
      if (args?.type === 'TUPLE' && typed.value.size === 1) {
        return {
          t: 'object',
          class: typed.pythonType,
          args: args.value.map((item) => canon(item, undefined) as Canon),
        };
      }
      const attrs = Array.from(typed.value, ([name, value]) => [name, canon(value, undefined) as Canon] as const);
      return { t: 'object', class: typed.pythonType, attrs };
    }
    default:
      return { t: 'int', v: String(typed.value) };
  }
}

function isCanon(like: NestedCanon | undefined): like is Canon {
  return like !== undefined && !Array.isArray(like);
}

function nested(typed: TypedValue, dimensions: number): NestedCanon {
  if (dimensions === 0 || typed.type !== 'LIST') return canon(typed, undefined);
  return typed.value.map((item) => nested(item, dimensions - 1));
}

function shapeOf(typed: TypedValue): number[] {
  return typed.type === 'LIST' ? [typed.value.length, ...(typed.value[0] ? shapeOf(typed.value[0]) : [])] : [];
}
