import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileSchema } from '../../../src/datastore/schema.ts';
import { jsonText } from '../../../src/render/json.ts';
import { text as string } from '../../support/table-writes.ts';
import { runs } from '../../support/thorough.ts';
import type { Cell } from '../../support/write-table.ts';
import { printed } from './printed.ts';

/** Doubles of every exponent, next to powers of two and of ten, of few and of many digits, and as large as measured ones. */
function unlikeDoubles(): number[] {
  const bits = new BigUint64Array(1);
  const double = new Float64Array(bits.buffer);
  const ofBits = (word: bigint): number => {
    bits[0] = BigInt.asUintN(64, word);
    return double[0] ?? 0;
  };
  const bitsOf = (value: number): bigint => {
    double[0] = value;
    return bits[0] ?? 0n;
  };
  let seed = 1n;
  const random = () => {
    seed = BigInt.asUintN(64, seed * 6_364_136_223_846_793_005n + 1_442_695_040_888_963_407n);
    return seed >> 12n;
  };
  const around = (value: number) => [-2n, -1n, 0n, 1n, 2n].map((step) => ofBits(bitsOf(value) + step));
  const found: number[] = [0, -0];
  for (let exponent = 0n; exponent < 0x7ffn; exponent++) {
    const power = exponent << 52n;
    found.push(
      ofBits(power),
      ofBits(power | 1n),
      ofBits(power | ((1n << 52n) - 1n)),
      -ofBits(power | random()),
      ofBits(power | random()),
    );
  }
  for (let exponent = -323; exponent <= 308; exponent++) found.push(...around(Number(`1e${exponent}`)));
  for (let digits = 1; digits <= 17; digits++) {
    for (let point = -8; point <= 24; point++)
      found.push(Number(`${String(random()).slice(0, digits)}e${point - digits}`));
  }
  // A double has digits behind the point, or is 15 to 17 digits long, or both.
  for (let count = 0; count < 3000; count++)
    found.push(
      (Number(random() % 4_000_001n) - 2_000_000) / 1e6,
      Number(random()) / 2 ** 52,
      Number(random()) / 2 ** (count % 60),
    );
  return found.filter(Number.isFinite);
}

function hexOf(value: number): string {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  return view.getBigUint64(0).toString(16).padStart(16, '0');
}

const list = (elementType: string, items: unknown): Cell => [
  { type: 'LIST', elementType: { type: elementType } },
  items,
];

describe('cells that the kernel prints', () => {
  it.each<[string, string, string, string]>([
    ['INT8', '80', '-128', '{"type":"INT8","value":"-128"}'],
    ['INT64', '0020000000000001', '9007199254740993', '{"type":"INT64","value":"9007199254740993"}'],
    ['FLOAT64', '3fb999999999999a', '0.1', '{"type":"FLOAT64","value":"0.1"}'],
    ['FLOAT64', '8000000000000000', '-0', '{"type":"FLOAT64","value":"-0"}'],
    ['FLOAT64', '7ff8000000000000', 'NaN', '{"type":"FLOAT64","value":"NaN"}'],
    ['FLOAT32', '7f800000', 'Infinity', '{"type":"FLOAT32","value":"Infinity"}'],
    ['FLOAT16', 'fc00', '-Infinity', '{"type":"FLOAT16","value":"-Infinity"}'],
    ['BOOL', '1', 'true', '{"type":"BOOL","value":true}'],
  ])('of %s %s are %s', async (type, stored, cell, typed) => {
    const json = /^[-\w.]*[a-z]{3}|NaN/i.test(cell) && cell !== 'true' ? `"${cell}"` : cell;
    expect(await printed([[{ type }, stored]], 'json')).toBe(`{"v":${json}}\n`);
    expect(await printed([[{ type }, stored]], 'typed')).toBe(`{"v":${typed}}\n`);
    for (const kind of ['csv', 'tsv'] as const) expect(await printed([[{ type }, stored]], kind)).toBe(`${cell}\n`);
  });

  it('of lists are JSON', async () => {
    const floats = list('FLOAT64', ['3ff0000000000000', '7ff8000000000000']);
    expect(await printed([floats, list('BOOL', ['1', '0']), list('INT8', [])], 'json')).toBe(
      '{"v":[1,"NaN"]}\n{"v":[true,false]}\n{"v":[]}\n',
    );
    expect(await printed([floats, list('INT8', ['7f', '80']), list('INT8', ['01'])], 'csv')).toBe(
      '"[1,""NaN""]"\n"[127,-128]"\n[1]\n',
    );
    expect(await printed([floats], 'tsv')).toBe('[1,"NaN"]\n');
    expect(await printed([list('FLOAT32', ['3f800000']), list('BOOL', ['1'])], 'typed')).toBe(
      '{"v":{"type":"LIST","value":[{"type":"FLOAT32","value":"1"}]}}\n' +
        '{"v":{"type":"LIST","value":[{"type":"BOOL","value":true}]}}\n',
    );
  });

  it('of doubles are the shortest decimals that read back as the same, as JavaScript has them', async () => {
    const doubles = unlikeDoubles();
    const rows = Array.from({ length: Math.ceil(doubles.length / 100) }, (_, row) =>
      doubles.slice(row * 100, row * 100 + 100),
    );
    const text = await printed(
      rows.map((row) => list('FLOAT64', row.map(hexOf))),
      'json',
    );
    const expected = rows.map(
      (row) => `{"v":[${row.map((value) => (Object.is(value, -0) ? '-0' : String(value))).join(',')}]}\n`,
    );
    expect(text).toBe(expected.join(''));
  });

  it('are empty where a row has no value, and in quotes where a csv line would be empty', async () => {
    expect(await printed([string(''), [{ type: 'UNKNOWN' }, null]], 'csv')).toBe('""\n""\n');
    expect(await printed([string(''), [{ type: 'UNKNOWN' }, null]], 'tsv')).toBe('\n\n');
    expect(await printed([[{ type: 'UNKNOWN' }, null]], 'json')).toBe('{}\n');
  });
});

describe('nested values in JSON', () => {
  const leaf = fc.oneof(
    fc.constantFrom<Cell>(
      [{ type: 'INT8' }, 'ff'],
      [{ type: 'INT64' }, '7fffffffffffffff'],
      [{ type: 'INT64' }, '7'],
      [{ type: 'FLOAT64' }, '7ff8000000000000'],
      [{ type: 'FLOAT32' }, '80000000'],
      [{ type: 'FLOAT16' }, '3555'],
      [{ type: 'BOOL' }, '1'],
      [{ type: 'BOOL' }, '0'],
      [{ type: 'BYTES' }, 'QUI='],
      [{ type: 'UNKNOWN' }, null],
      [{ type: 'STRING' }, null],
      [{ type: 'STRING' }, '\u2028 "quoted" \\ \n\u0001 é 🙂'],
      [{ type: 'STRING' }, '\ud800 alone'],
    ),
    fc.string().map((value): Cell => [{ type: 'STRING' }, value]),
  );
  const name = fc.constantFrom('a', 'b "c"', 'é', '__proto__', '10', 'auto_convert_to_str', '_python_type', 'link');
  const { cell } = fc.letrec<{ cell: Cell }>((tie) => ({
    cell: fc.oneof(
      { maxDepth: 3 },
      leaf,
      fc
        .tuple(fc.constantFrom('LIST', 'TUPLE'), tie('cell'), fc.nat(3))
        .map(([type, [elementType, data], count]): Cell => [{ type, elementType }, Array(count).fill(data)]),
      fc
        .tuple(leaf, tie('cell'), fc.nat(2))
        .map(
          ([[keyType, key], [valueType, value], count]): Cell => [
            { type: 'MAP', keyType, valueType },
            Array(count).fill([key, value]),
          ],
        ),
      fc.uniqueArray(fc.tuple(name, tie('cell')), { selector: ([one]) => one, maxLength: 3 }).map(
        (attributes): Cell => [
          {
            type: 'OBJECT',
            pythonType: 'x."Y"',
            attributes: attributes.map(([one, [schema]]) => ({ ...Object(schema), name: one })),
          },
          Object.fromEntries(attributes.map(([one, [, data]]) => [one, data])),
        ],
      ),
    ),
  }));

  it('are those of the writer, whatever their types and spelling', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(cell, { minLength: 1, maxLength: 30 }), async (cells) => {
        const expected = cells.map(([schema, data]) => {
          const value = compileSchema(schema)(data);
          return value.type === 'UNKNOWN' ? '{}\n' : `{"v":${jsonText(value)}}\n`;
        });
        expect(await printed(cells, 'json')).toBe(expected.join(''));
      }),
      runs(200),
    );
  });

  it('that are too long for the output are printed, too', async () => {
    const long = Array<string>(300_000).fill('ten bytes');
    const cells: Cell[] = [['x'], long, ['y']].map((data) => [
      { type: 'TUPLE', elementType: { type: 'STRING' } },
      data,
    ]);
    expect(await printed(cells, 'json')).toBe(`{"v":["x"]}\n{"v":${JSON.stringify(long)}}\n{"v":["y"]}\n`);
  });
});
