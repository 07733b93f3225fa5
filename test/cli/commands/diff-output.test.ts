import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../support/stores.ts';
import { type Compared, diff } from './compared-rows.ts';

describe('diff', () => {
  it.each([60, 100, 200])('fits a terminal of %i cells', async (columns) => {
    const { stdout, stderr } = await diff(['jcnv', 'gjei', '--only', 'broken', '--limit', '3'], columns);
    const pickled = await diff(['624a', 'vks7', '--only', 'fixed', '--limit', '2'], columns);
    const removed = await diff(['624a', 'c7cf', '--limit', '2'], columns);
    const screen = [stdout, pickled.stdout, removed.stdout].join('\n');
    for (const line of screen.split('\n')) expect(line.length).toBeLessThanOrEqual(columns);
    expect(stderr.replaceAll('\n', ' ')).toContain(
      '3 of 6 rows are shown: --limit sets how many, --only selects which.',
    );
    await expect(screen).toMatchFileSnapshot(`screens/diff-${columns}.txt`);
  });

  it('shows complete values with --no-truncate', async () => {
    const { stdout } = await diff(['624a', 'vks7', '--limit', '1', '--no-truncate'], 60);
    expect(stdout).toMatch(/output\/scores {2}\[0\.2319\d+, .*\] → \[0\.2396\d+, .*\]\n/);
  });

  it('prints a record per row in jsonl, and a record per value in csv and the like', async () => {
    const only = ['jcnv', 'gjei', '--only', 'broken', '--columns', 'output/label,output/score'];
    const lines = async (...more: readonly string[]) => (await diff([...only, ...more])).stdout.trimEnd().split('\n');
    const jsonl = (await lines('-o', 'jsonl')).map((line) => JSON.parse(line) as Compared['rows'][number]);
    expect(jsonl).toHaveLength(6);
    expect(jsonl[0]).toEqual({
      key: 'self/pictures_#@#_14',
      change: 'changed',
      outcome: 'broken',
      columns: {
        'output/label': { old: 'cat', new: 'bird' },
        'output/score': { old: expect.any(Number) as number, new: expect.any(Number) as number },
      },
    });
    expect((await lines('-o', 'csv')).slice(0, 2)).toEqual([
      'key,change,outcome,column,old,new',
      'self/pictures_#@#_14,changed,broken,output/label,cat,bird',
    ]);
    expect(await lines('-o', 'csv')).toHaveLength(13);
    expect((await lines())[0]).toBe('self/pictures_#@#_14\tchanged\tbroken\toutput/label\tcat\tbird');
    expect((await lines('-o', 'md'))[2]).toBe(
      '| self/pictures\\_#@#\\_14 | changed | broken | output/label | cat | bird |',
    );
    expect(await lines('-q', '--limit', '2')).toEqual(['self/pictures_#@#_14', 'self/pictures_#@#_35']);
    expect(await lines('-o', 'csv', '--fields', 'key,new', '--limit', '1')).toEqual([
      'key,new',
      'self/pictures_#@#_14,bird',
      expect.stringMatching(/^self\/pictures_#@#_14,0\.3/) as string,
    ]);
    const { stdout } = await diff([...only, '--json', '--fields', 'table,counts']);
    expect(Object.keys(JSON.parse(stdout) as object)).toEqual(['table', 'counts']);
    expect((await diff([...only, '--json', '--fields', 'nosuch'])).status).toBe(3);
    expect((await diff([...only, '-o', 'csv', '--fields', 'nosuch'])).status).toBe(3);
  });

  it('saves the artifacts of the rows shown, and those of the base that differ', async () => {
    const folder = join(await mkdtemp(join(await temporaryFolder(), 'diff-')), 'broken');
    const args = ['jcnv', 'gjei', '--only', 'broken', '--limit', '2', '--save-artifacts', folder];
    const { status, stderr } = await diff([...args, '-o', 'jsonl']);
    expect(status).toBe(0);
    expect(stderr).toContain(
      `6 artifacts saved to ${folder}; of the base: 4 artifacts saved to ${join(folder, 'base')}`,
    );
    const name = 'self_pictures___14-output_why.txt';
    expect(readdirSync(folder).filter((file) => file.endsWith('.png'))).toHaveLength(4);
    expect(readFileSync(join(folder, name), 'utf8')).toBe('looks like a bird');
    expect(readFileSync(join(folder, 'base', name), 'utf8')).toBe('looks like a cat');
    expect(readFileSync(join(folder, 'index.csv'), 'utf8').split('\n')).toHaveLength(8);
    expect((await diff([...args, '--json'])).status).toBe(0);
    // On the screen, only what is visible counts.
    expect((await diff(args, 100)).stderr).toContain('6 artifacts saved');
  });

  it.each([
    ['jcnv', 'gjei'],
    ['624a', 'vks7'],
    ['624a', 'jcnv'],
    ['jcnv', 'c7cf'],
  ])('prints rows of %s and %s the same from cells as from records', async (...jobs) => {
    const lines = async (...more: readonly string[]) => (await diff([...jobs, '--ignore', '', ...more])).stdout;
    const printed = await lines('-o', 'jsonl');
    expect(printed.split('\n').length).toBeGreaterThan(1);
    expect(printed).toBe(await lines('-o', 'jsonl', '--fields', 'key,change,outcome,columns'));
    const { rows } = JSON.parse(await lines('--json')) as Compared;
    expect(rows).toEqual(
      printed
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as unknown),
    );
  });

  it('saves whole rows, whichever columns are compared', async () => {
    const folder = join(await mkdtemp(join(await temporaryFolder(), 'diff-')), 'broken');
    const chosen = ['--only', 'broken', '--columns', 'output/label', '--save-artifacts', folder];
    const { status, stdout } = await diff(['jcnv', 'gjei', ...chosen, '-o', 'jsonl']);
    expect(status).toBe(0);
    expect(stdout).not.toContain('.png');
    expect(readdirSync(folder).filter((file) => file.endsWith('.png')).length).toBeGreaterThanOrEqual(6);
  });

  it('replaces a file atomically, in the format of its extension', async () => {
    const folder = await mkdtemp(join(await temporaryFolder(), 'diff-'));
    const file = join(folder, 'changes.json');
    expect(await diff(['jcnv', 'gjei', '--out', file])).toMatchObject({ status: 0, stdout: '' });
    expect((JSON.parse(readFileSync(file, 'utf8')) as Compared).rows).toHaveLength(60);
    await diff(['jcnv', 'gjei', '--out', join(folder, 'changes.csv')]);
    expect(readFileSync(join(folder, 'changes.csv'), 'utf8')).toMatch(/^key,change,outcome,column,old,new\n/);
    expect(readdirSync(folder).sort()).toEqual(['changes.csv', 'changes.json']);
  });
});
