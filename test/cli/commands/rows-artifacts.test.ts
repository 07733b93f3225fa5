import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { storeEnv, swjob } from '../../support/cli.ts';
import { temporaryFolder, unpackStore } from '../../support/stores.ts';
import type { Cell } from '../../support/write-table.ts';
import { artifact, int, JOB, text, writeStore } from '../written-store.ts';

let folder: string;

beforeEach(async () => {
  folder = mkdtempSync(join(await temporaryFolder(), 'out-'));
});

describe('rows --save-artifacts', () => {
  it('saves the contents of artifacts anywhere in a record', async () => {
    const env = storeEnv(await unpackStore('types'));
    const target = join(folder, 'saved');
    const ended = await swjob(['rows', '@latest', 'artifacts', '-q', '--save-artifacts', target], { env });
    expect(ended).toMatchObject({ status: 0, stderr: '' });
    expect(ended.stdout.split('\n')).toHaveLength(38);
    const names = readdirSync(target);
    expect(names).toEqual(expect.arrayContaining(['0-v.png', '2-v.bin']));
    expect(readFileSync(join(target, '0-v.png')).byteLength).toBe(300);
    expect(readFileSync(join(target, '2-v.bin')).byteLength).toBe(784);
  });

  it('reports how many it saved', async () => {
    const env = storeEnv(await unpackStore('types'));
    const { stderr } = await swjob(['rows', '@latest', 'artifacts', '--limit', '2', '--save-artifacts', folder], {
      env,
    });
    expect(stderr).toBe(`2 artifacts saved to ${folder}\n`);
    expect(readdirSync(folder).sort()).toEqual(['0-v.png', '1-v.bin', 'index.csv']);
  });

  it('skips content that is stored elsewhere, and says so', async () => {
    const env = storeEnv(await unpackStore('types'));
    const args = ['rows', '@latest', 'artifacts', '--start', '29', '--end', '30', '--save-artifacts', folder];
    expect(await swjob(args, { env })).toMatchObject({
      status: 0,
      stderr: `0 artifacts saved to ${folder}; the content of 1 is outside the instance\n`,
    });
  });

  it('lets no key, column or name lead out of the folder or overwrite another file', async () => {
    const keys = [
      '-rf',
      '--',
      '../up',
      '/etc/passwd',
      '..',
      'a/b',
      'a_b',
      'A_B',
      '\u0000nul',
      `${'long'.repeat(100)}`,
      '',
    ];
    const { root } = await writeStore({ t: { keyType: 'STRING', blocks: [[]] } });
    const blocks = [
      keys.map((key) => ({
        key,
        revision: 1n,
        cells: { '../col': artifact(root, `content of ${key}`, { display_name: '../../evil.sh/.x' }) },
      })),
    ];
    const { root: store } = await writeStore({ t: { keyType: 'STRING', blocks } });
    // The objects are in the first store; the second has none.
    const target = join(folder, 'deep', 'saved');
    const missing = await swjob(['rows', JOB, 't', '--save-artifacts', target], { env: storeEnv(store) });
    expect(missing.status).toBe(6);
    const skipped = await swjob(['rows', JOB, 't', '-q', '--save-artifacts', target, '--skip-damaged'], {
      env: storeEnv(store),
    });
    expect(skipped).toMatchObject({ status: 0, stderr: expect.stringContaining(`skipped ${keys.length} damaged`) });
    expect(readdirSync(target)).toEqual(['index.csv']);
    for (const [index, key] of keys.entries()) artifact(store, `content of ${key}`, { n: String(index) });
    const ended = await swjob(['rows', JOB, 't', '-q', '--save-artifacts', target], { env: storeEnv(store) });
    expect(ended).toMatchObject({ status: 0, stderr: '' });
    const names = readdirSync(target).filter((name) => name !== 'index.csv');
    expect(names).toHaveLength(keys.length);
    expect(new Set(names.map((name) => name.toLowerCase())).size).toBe(keys.length);
    expect(names.filter((name) => !/^[^.-][\w.-]{0,139}$/.test(name))).toEqual([]);
    expect(names.map((name) => readFileSync(join(target, name), 'utf8')).sort()).toEqual(
      keys.map((key) => `content of ${key}`).sort(),
    );
    expect(readdirSync(folder)).toEqual(['deep']);
    expect(readdirSync(join(folder, 'deep'))).toEqual(['saved']);
  });

  it('refuses a file in the place of the folder before it prints anything', async () => {
    const env = storeEnv(await unpackStore('types'));
    const file = join(folder, 'file');
    writeFileSync(file, 'kept');
    const ended = await swjob(['rows', '@latest', 'artifacts', '--save-artifacts', file], { env });
    expect(ended).toMatchObject({ status: 1, stdout: '', stderr: expect.stringContaining('cannot save artifacts to') });
    expect(readFileSync(file, 'utf8')).toBe('kept');
  });

  it('saves only those of the selected records', async () => {
    const { root } = await writeStore({});
    mkdirSync(folder, { recursive: true });
    const cells = [0, 1, 2].map((n) => ({
      key: n,
      revision: 1n,
      cells: { note: artifact(root, `note ${n}`, { _mime_type: 'text/plain' }), n: int(n), s: text('x') },
    }));
    const store = await writeStore({ t: { keyType: 'INT64', blocks: [cells] } });
    for (const n of [0, 1, 2]) artifact(store.root, `note ${n}`);
    await swjob(['rows', JOB, 't', '--where', 'n > 0', '--limit', '1', '--save-artifacts', folder], {
      env: storeEnv(store.root),
    });
    expect(readdirSync(folder)).toEqual(['1-note.txt', 'index.csv']);
  });

  it('saves artifacts inside other values, and distinguishes an empty link from a broken one', async () => {
    const { root } = await writeStore({});
    const note = (content: string, attributes: Record<string, string> = {}) => artifact(root, content, attributes);
    const schemaOf = ([schema]: Cell) => schema;
    const dataOf = ([, data]: Cell) => data as { link: Record<string, unknown> };
    const linked = (link: Record<string, unknown>): Cell => {
      const [schema, data] = note('x');
      return [schema, { ...(data as object), link: { ...dataOf(note('x')).link, ...link } }];
    };
    const inDict: Cell = [
      { type: 'MAP', keyType: { type: 'STRING' }, valueType: schemaOf(note('x')) },
      [['in a dict', dataOf(note('of a dict'))]],
    ];
    const inObject: Cell = [
      { type: 'OBJECT', pythonType: 'my.Pair', attributes: [{ ...(schemaOf(note('x')) as object), name: 'left' }] },
      { left: dataOf(note('of an object')) },
    ];
    const cells = {
      a: inObject,
      b: linked({ uri: '' }),
      c: linked({ uri: 's3://bucket/key' }),
      d: note('of a page', { display_name: 'page.HTML' }),
      e: note('of a film', { _mime_type: 'video/mp4' }),
      f: note('of a kind of its own', { _mime_type: 'x/y' }),
      g: inDict,
    };
    const store = await writeStore({ t: { keyType: 'INT64', blocks: [[{ key: 1, revision: 1n, cells }]] } });
    for (const content of ['dict', 'object']) artifact(store.root, `of ${content === 'dict' ? 'a' : 'an'} ${content}`);
    for (const content of ['of a page', 'of a film', 'of a kind of its own']) artifact(store.root, content);
    const ended = await swjob(['rows', JOB, 't', '-o', 'jsonl', '--save-artifacts', folder], {
      env: storeEnv(store.root),
    });
    expect({ status: ended.status, stderr: ended.stderr }).toEqual({
      status: 0,
      stderr: `5 artifacts saved to ${folder}; the content of 1 is outside the instance\n`,
    });
    const index = readFileSync(join(folder, 'index.csv'), 'utf8').trimEnd().split('\n').slice(1);
    expect(index.map((line) => line.split(',').slice(0, 3).join(','))).toEqual([
      '1-a-left.bin,1,a',
      ',1,c',
      '1-d.HTML,1,d',
      '1-e.mp4,1,e',
      '1-f.bin,1,f',
      '1-g-in_a_dict.bin,1,g',
    ]);
    const printed = JSON.parse(ended.stdout) as Record<string, unknown>;
    expect(printed['a.path']).toEqual([join(folder, '1-a-left.bin')]);
    expect(printed['d.path']).toBe(join(folder, '1-d.HTML'));
    expect(Object.keys(printed)).not.toContain('b.path');
  });
});
