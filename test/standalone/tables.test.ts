import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { ObjectStore } from '../../src/standalone/object-store.ts';
import { ProjectTables } from '../../src/standalone/tables.ts';
import { rowsOf } from '../support/agreement.ts';
import { temporaryFolder, unpackStore } from '../support/stores.ts';
import { writeTable } from '../support/write-table.ts';

let root: string;
beforeEach(async () => {
  root = mkdtempSync(join(await temporaryFolder(), 'store-'));
});

const tablesOf = (project = 'self', summary = 'eval/summary') =>
  new ProjectTables(root, project, summary, new ObjectStore(root));

/** Registers tables, each in a numbered folder. */
function register(...names: readonly string[]): void {
  mkdirSync(join(root, '.datastore'), { recursive: true });
  const tables = names.map((name, index) => ({ name, dir: `t/${index}`, created_at: 0 }));
  writeFileSync(join(root, '.datastore', 'manifest.json'), JSON.stringify({ version: '0.1', tables }));
}

const OF_JOB = 'project/self/eval/ab/abc/';

describe('ProjectTables', () => {
  it('lists the tables of one job by code point, whatever their names', async () => {
    register(
      `${OF_JOB}results`,
      `${OF_JOB}a/b`,
      `${OF_JOB}lead//mid/`,
      `${OF_JOB}\uffff`,
      `${OF_JOB}🙂`,
      `${OF_JOB}__proto__`,
      `${OF_JOB}../x`,
      'project/self/eval/ab/abcd/other',
      'project/self/eval/ab/abc',
      'project/other/eval/ab/abc/other',
      'project/self/eval/summary',
      'other',
    );
    expect(await tablesOf().names('abc')).toEqual([
      '../x',
      '__proto__',
      'a/b',
      'lead//mid/',
      'results',
      '\uffff',
      '🙂',
    ]);
    expect(await tablesOf('other').names('abc')).toEqual(['other']);
    expect(await tablesOf().names('ab')).toEqual([]);
    expect(await tablesOf().names('constructor')).toEqual([]);
  });

  it('opens a table by its exact name', async () => {
    register('x', `${OF_JOB}a//b`);
    writeTable(join(root, '.datastore', 't', '1'), {
      keyType: 'STRING',
      blocks: [[{ key: 'k', revision: 1n, cells: {} }]],
    });
    const table = await tablesOf().table('abc', 'a//b');
    expect(table.name).toBe('a//b');
    expect(await rowsOf(table)).toEqual([new Map([['id', { type: 'STRING', value: 'k' }]])]);
    await expect(tablesOf().table('abc', 'a/b')).rejects.toMatchObject({ code: 'not-found' });
  });

  it('lists the tables for an unknown one', async () => {
    register(`${OF_JOB}b`, `${OF_JOB}a b`, `${OF_JOB}\u001b[31m`);
    await expect(tablesOf().table('abc', 'x"y')).rejects.toMatchObject({
      code: 'not-found',
      message: 'the job has no table "x\\"y"',
      hint: 'Its tables: "\\u001b[31m", "a b", b',
    });
    await expect(tablesOf().table('xyz', 'b')).rejects.toMatchObject({ hint: 'It has no tables.' });
    register(...Array.from({ length: 60 }, (_, index) => `${OF_JOB}t${index}`));
    await expect(tablesOf().table('abc', 'x')).rejects.toMatchObject({
      hint: expect.stringMatching(/^Its tables: t0, .*, … \(60 in all\)$/),
    });
  });

  it('finds the summary table of the project by its name', async () => {
    register('project/self/eval/summary', 'project/other/eval/summary', 'project/self/eval/mine');
    const names = async (...of: Parameters<typeof tablesOf>) =>
      (await tablesOf(...of).summaries()).map(({ name }) => name);
    expect(await names()).toEqual(['eval/summary']);
    expect(await names('self', 'eval/mine')).toEqual(['eval/mine']);
    expect(await names('third')).toEqual([]);
    expect(await names('self', 'eval/none')).toEqual([]);
  });

  it('opens no table that is outside the store', async () => {
    register(`${OF_JOB}a`);
    const path = join(root, '.datastore', 'manifest.json');
    writeFileSync(
      path,
      JSON.stringify({
        tables: [
          { name: `${OF_JOB}a`, dir: '../../x' },
          { name: 'project/self/eval/summary', dir: '/etc' },
        ],
      }),
    );
    expect(await tablesOf().names('abc')).toEqual(['a']);
    await expect(tablesOf().table('abc', 'a')).rejects.toMatchObject({ code: 'damaged' });
    await expect(tablesOf().summaries()).rejects.toMatchObject({ code: 'damaged' });
  });

  it('is empty without a datastore', async () => {
    expect(await tablesOf().names('abc')).toEqual([]);
    expect(await tablesOf().summaries()).toEqual([]);
    await expect(tablesOf().table('abc', 'a')).rejects.toMatchObject({ code: 'not-found' });
  });

  it('reads a summary table that the client wrote', async () => {
    const store = await unpackStore('prefix');
    const [table] = await new ProjectTables(store, 'self', 'eval/summary', new ObjectStore(store)).summaries();
    expect((await rowsOf(table ?? (await tablesOf().table('', '')))).length).toBeGreaterThan(1);
  });
});
