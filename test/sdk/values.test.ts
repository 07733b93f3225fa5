import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  Artifact,
  Image,
  type Job,
  job,
  Link,
  Point,
  type Row,
  StarwhaleObject,
  Text,
  Tuple,
  unpickle,
} from '../../src/index.ts';
import { int, JOB, text, writeStore } from '../cli/written-store.ts';
import { isFullScan } from '../support/agreement.ts';
import { expectedAnswers, temporaryFolder } from '../support/stores.ts';
import { expectSameRow } from './client-answers.ts';
import { useGoldenStore, useStore } from './environment.ts';

async function rowsOf(found: Job, table: string, keys?: { start: number; end: number }): Promise<Row[]> {
  const rows: Row[] = [];
  for await (const row of found.getTableRows(table, keys)) rows.push(row);
  return rows;
}

async function valueAt(table: string, id: number, column = 'v') {
  const [row] = await rowsOf(job('@latest'), table, { start: id, end: id + 1 });
  return row?.[column];
}

describe('the rows of the library', () => {
  it.each(['types', 'tables', 'real'] as const)("are the client's on the store %s", async (store) => {
    await useGoldenStore(store);
    const answers = await expectedAnswers(store);
    let compared = 0;
    for (const [version, answer] of Object.entries(answers.projects['self']?.jobs ?? {})) {
      if (answer.error !== undefined) continue;
      for (const [table, scans] of Object.entries(answer.rows)) {
        const expected = scans.find(isFullScan)?.ok;
        if (expected === undefined || table === 'no/such/table') continue;
        const rows = await rowsOf(job(version), table);
        const parts = 'count' in expected ? [...expected.first, ...expected.last] : expected;
        const ours =
          'count' in expected ? [...rows.slice(0, expected.first.length), ...rows.slice(-expected.last.length)] : rows;
        expect(ours.length).toBe(parts.length);
        for (const [index, row] of parts.entries()) await expectSameRow(ours[index] ?? {}, row);
        compared += parts.length;
      }
    }
    expect(compared).toBeGreaterThan(150);
  });
});

describe('values', () => {
  it('are numbers if that is exact, else bigints', async () => {
    await useGoldenStore('tables');
    const rows = await rowsOf(job('@latest'), 'keys/int');
    expect(rows.slice(-3).map(({ id }) => id)).toEqual([9007199254740992n, 9007199254740993n, 9223372036854775807n]);
    expect(rows[1]?.['id']).toBe(-100);
  });

  it('are Tuples, which are distinct from other arrays', async () => {
    await useGoldenStore('types');
    const tuple = await valueAt('seq', 24);
    expect(tuple).toBeInstanceOf(Tuple);
    expect([...(tuple as Tuple)]).toEqual([1, 2, 'c']);
    expect((tuple as Tuple).map((item) => item)).not.toBeInstanceOf(Tuple);
    expect(await valueAt('seq', 12)).not.toBeInstanceOf(Tuple);
  });

  it('are Maps whose keys are of any type', async () => {
    await useGoldenStore('types');
    expect(await valueAt('map', 4)).toEqual(
      new Map([
        [1, 2],
        [3, 4],
      ]),
    );
    expect(await valueAt('map', 18)).toEqual(new Map([[null, 1]]));
    const [[key]] = [...((await valueAt('map', 17)) as ReadonlyMap<unknown, unknown>)] as [[unknown, unknown]];
    expect(key).toBeInstanceOf(Tuple);
  });

  it('are objects of the classes of their Python types', async () => {
    await useGoldenStore('types');
    const map = (await valueAt('map', 19)) as ReadonlyMap<string, unknown>;
    const point = map.get('p');
    expect(point).toBeInstanceOf(Point);
    expect([(point as Point).x, (point as Point).y]).toEqual([1, 2]);
    await useGoldenStore('real');
    const [row] = await rowsOf(job('irti'), 'objects');
    expect(row?.['img']).toBeInstanceOf(Image);
    expect(row?.['link']).toBeInstanceOf(Link);
    expect(row?.['box']).toBeInstanceOf(StarwhaleObject);
    expect((row?.['link'] as Link).uri).toBe('s3://bucket/key.bin');
  });

  it('are plain Uint8Arrays if they are bytes, of any length', async () => {
    await useGoldenStore('types');
    const [first] = await rowsOf(job('@latest'), 'scalars/bytes', { start: 3, end: 4 });
    // The client stores more than a thousand bytes as an artifact.
    for (const value of [first?.['b'], await valueAt('artifacts', 17), unpickle(Buffer.from('C\x01a.', 'latin1'))]) {
      expect(value?.constructor).toBe(Uint8Array);
    }
  });

  it('are in columns with any name', async () => {
    const cells: Record<string, ReturnType<typeof text>> = { constructor: text('c'), toString: text('t') };
    Object.defineProperty(cells, '__proto__', { value: text('p'), enumerable: true });
    const { root } = await writeStore({ t: { keyType: 'INT64', blocks: [[{ key: 1, revision: 1n, cells }]] } });
    useStore(root);
    const [row = {}] = await rowsOf(job(JOB), 't');
    expect(Object.keys(row)).toEqual(['id', 'constructor', 'toString', '__proto__']);
    expect(Object.getOwnPropertyDescriptor(row, '__proto__')?.value).toBe('p');
    expect(Object.getPrototypeOf(row)).toBe(Object.prototype);
    expect(({} as Record<string, unknown>)['p']).toBeUndefined();
  });
});

describe('artifacts', () => {
  it('have bytes and text, and can be saved as files', async () => {
    await useGoldenStore('types');
    const image = (await valueAt('artifacts', 0)) as Image;
    expect(image).toBeInstanceOf(Artifact);
    expect([image.displayName, image.mimeType, image.dtype, image.shape]).toEqual([
      'a.png',
      'image/png',
      'uint8',
      [2, 3, 3],
    ]);
    const bytes = await image.bytes();
    expect(bytes.byteLength).toBe(300);
    expect(bytes.constructor).toBe(Uint8Array);
    const folder = mkdtempSync(join(await temporaryFolder(), 'saved-'));
    await image.save(join(folder, 'a.png'));
    expect(new Uint8Array(readFileSync(join(folder, 'a.png')))).toEqual(new Uint8Array(bytes));
    await expect(image.save(join(folder, 'no', 'a.png'))).rejects.toMatchObject({
      code: 'operation-failed',
      message: `cannot save the artifact to ${join(folder, 'no', 'a.png')}: its folder does not exist`,
    });
    await expect(image.save(folder)).rejects.toMatchObject({ message: expect.stringMatching(/: it is a folder$/) });
    expect(readdirSync(folder)).toEqual(['a.png']);
  });

  it('decode text with their own encoding or a given one', async () => {
    await useGoldenStore('types');
    const plain = (await valueAt('artifacts', 10)) as Text;
    expect(plain).toBeInstanceOf(Text);
    expect(await plain.text()).toBe('plain');
    const latin = (await valueAt('artifacts', 13)) as Text;
    expect(await latin.text()).toBe('latin é');
    expect(await latin.text('latin1')).toBe('latin é');
    expect(await plain.text('utf-16le')).not.toBe('plain');
    await expect(plain.text('utf-99')).rejects.toMatchObject({ code: 'usage', message: 'unknown encoding "utf-99"' });
  });

  it('reject if the content is elsewhere, or is gone', async () => {
    await useGoldenStore('types');
    const linked = (await valueAt('artifacts', 29)) as Image;
    await expect(linked.bytes()).rejects.toMatchObject({ message: expect.stringContaining('s3://b/not-here.png') });
    const { root } = await writeStore({
      t: {
        keyType: 'INT64',
        blocks: [
          [
            {
              key: 1,
              revision: 1n,
              cells: {
                n: int(1),
                v: [
                  {
                    type: 'OBJECT',
                    pythonType: 'starwhale.base.data_type.Link',
                    attributes: [
                      { name: 'uri', type: 'STRING' },
                      { name: 'offset', type: 'INT64' },
                      { name: 'size', type: 'INT64' },
                    ],
                  },
                  { uri: 'ab'.repeat(32), offset: '0', size: '5' },
                ],
              },
            },
          ],
        ],
      },
    });
    useStore(root);
    const gone = (await valueAt('t', 1)) as Link;
    expect(gone).toBeInstanceOf(Link);
    await expect(gone.bytes()).rejects.toMatchObject({ code: 'damaged', exitCode: 6 });
  });
});
