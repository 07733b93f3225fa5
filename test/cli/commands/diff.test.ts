import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { copyOfStore } from '../../support/stores.ts';
import { type Compared, compared, diff } from './compared-rows.ts';

const LABEL = 'output/label';

describe('diff', () => {
  it('reports in JSON what changed, and what was fixed and broken', async () => {
    const { base, job, counts, outcome, columns, rows } = await compared('jcnv', 'gjei', '--tolerance', '0.1');
    expect([base.id.slice(0, 4), job.id.slice(0, 4)]).toEqual(['jcnv', 'gjei']);
    expect(Object.values(counts).reduce((sum, count) => sum + count)).toBe(60);
    expect(outcome).toMatchObject({ both_right: 44, fixed: 10, broken: 6, both_wrong: 0 });
    expect(columns[LABEL]).toEqual({ changed: 16 });
    expect(rows).toHaveLength(counts['changed'] ?? 0);
    expect(rows.filter((row) => row.outcome === 'fixed')).toHaveLength(10);
    for (const row of rows) {
      expect(row.key).toMatch(/^self\/pictures_#@#_\d+$/);
      const label = row.columns[LABEL];
      expect(label === undefined).toBe(row.outcome !== 'fixed' && row.outcome !== 'broken');
    }
  });

  it('finds the same fixed and broken predictions in pickles as in plain columns', async () => {
    const pickled = await compared('624a', 'vks7');
    const plain = await compared('jcnv', 'gjei');
    expect(pickled.outcome).toEqual(plain.outcome);
    const keys = ({ rows }: Compared, outcome: string) =>
      rows.flatMap((row) => (row.outcome === outcome ? [row.key] : []));
    for (const outcome of ['fixed', 'broken']) expect(keys(pickled, outcome)).toEqual(keys(plain, outcome));
    // One job has pickles, the other plain columns: compared by the name that both have.
    const mixed = await compared('624a', 'jcnv', '--columns', LABEL);
    expect(mixed.counts).toEqual({ equal: 60, changed: 0, added: 0, removed: 0 });
    expect((await compared('624a', 'gjei', '--columns', LABEL)).counts).toMatchObject({ equal: 44, changed: 16 });
  });

  it('says how to compare pickles with plain columns', async () => {
    const noted = async (...args: readonly string[]) => (await diff([...args, '-o', 'jsonl'])).stderr;
    const hint = "One job's predictions are pickled, the other's are columns: name what to compare, such as --columns";
    expect(await noted('624a', 'jcnv')).toContain(`${hint} ${LABEL}.\n`);
    expect(await noted('jcnv', '624a')).toContain(hint);
    expect(await noted('624a', 'jcnv', '--columns', LABEL)).toBe('');
    expect(await noted('624a', 'vks7')).not.toContain('pickled');
    expect(await noted('jcnv', 'gjei')).not.toContain('pickled');
  });

  it('leaves pickles as bytes on request', async () => {
    const { outcome, counts } = await compared('624a', 'vks7', '--no-unpickle');
    expect(outcome).toBeNull();
    expect(counts['changed']).toBe(60);
  });

  it('of a job with itself is empty in every format', async () => {
    expect((await compared('jcnv', 'jcnv', '--ignore', '')).counts).toEqual({
      equal: 60,
      changed: 0,
      added: 0,
      removed: 0,
    });
    for (const format of ['jsonl', 'csv', 'tsv', 'table']) {
      expect(await diff(['tzrh', 'tzrh', '-o', format, '--quiet'])).toMatchObject({ status: 0, stdout: '' });
    }
    expect((await diff(['tzrh', 'tzrh'], 80)).stdout).toContain('60 equal, 0 changed, 0 added, 0 removed');
  });

  it('warns of a name to ignore that is no column', async () => {
    const { status, stderr } = await diff(['jcnv', 'jcnv', '--ignore', 'output/lable,duration_seconds', '-o', 'jsonl']);
    expect([status, stderr]).toEqual([
      0,
      'swjob: --ignore: neither table has a column "output/lable". Did you mean output/label, output/score or input/label?\n',
    ]);
    for (const names of ['', 'output/label,duration_seconds']) {
      for (const more of [[], ['--columns', 'output/score'], ['--on', '_index']]) {
        const { stderr } = await diff(['jcnv', 'gjei', '--ignore', names, '-o', 'jsonl', ...more]);
        expect(stderr).not.toContain('--ignore');
      }
    }
  });

  it('ends with 10 if something requested differs', async () => {
    const status = async (...args: readonly string[]) => (await diff([...args, '--exit-status'])).status;
    expect(await status('jcnv', 'gjei')).toBe(10);
    expect(await status('jcnv', 'gjei', '--only', 'broken', '-o', 'jsonl', '--limit', '1')).toBe(10);
    expect(await status('jcnv', 'gjei', '--only', 'removed')).toBe(0);
    expect(await status('jcnv', 'jcnv')).toBe(0);
    expect(await status('jcnv', 'jcnv', '--only', 'wrong')).toBe(0);
    expect((await diff(['jcnv', 'gjei'])).status).toBe(0);
  });

  it.each<[readonly string[], number, RegExp]>([
    [['jcnv', 'hqsp'], 3, /^swjob: hqspnlzkoixs: the job has no table "results"\nIts tables: train\/steps\n$/],
    [['jcnv', 'gjei', '--columns', 'output/lable'], 3, /no column "output\/lable"[\s\S]*Did you mean output\/label/],
    [['624a', 'vks7', '--columns', 'output/lable'], 3, /output\/lable[\s\S]*Did you mean output\/label/],
    [['jcnv', 'gjei', '--where', 'nosuch == 1'], 3, /no column "nosuch"/],
    [['jcnv', 'gjei', '--right', 'nosuch == 1'], 3, /no column "nosuch"/],
    [['jcnv', 'gjei', '--on', 'nosuch'], 3, /no column "nosuch"/],
    [
      ['jcnv', 'gjei', '--on', 'input/label'],
      2,
      /^swjob: --on input\/label: the job gjei\w+ has several rows with input\/label "/,
    ],
    [
      ['jcnv', 'gjei', '--on', 'input/picture'],
      2,
      /^swjob: --on input\/picture: rows cannot be joined by an object\nName a column of strings or numbers/,
    ],
    [['jcnv', 'gjei', '--only', 'borken'], 2, /^swjob: --only "borken" is not known\nDid you mean broken\?/],
    [['jcnv', 'gjei', '--tolerance', '-1'], 2, /^swjob: --tolerance "-1" is not a number of 0 or more\n/],
    [['jcnv', 'gjei', '--limit', 'x'], 2, /^swjob: --limit "x" is not a whole number/],
    [['jcnv', 'gjei', '--where', 'a =='], 2, /--where/],
    [['jcnv'], 2, /missing|argument/],
  ])('%j ends with %i', async (args, status, message) => {
    const ended = await diff(args);
    expect(ended.status).toBe(status);
    expect(ended.stderr).toMatch(message);
    expect(ended.stdout).toBe('');
  });

  it('says if --only asks for outcomes of rows that do not say what is right', async () => {
    const { status, stdout, stderr } = await diff([
      'hqsp',
      '6nlo',
      'train/steps',
      '--only',
      'fixed,wrong',
      '-o',
      'csv',
    ]);
    expect({ status, lines: stdout.trimEnd().split('\n') }).toEqual({ status: 0, lines: [expect.any(String)] });
    expect(stderr).toContain("swjob: --only fixed,wrong: no row says what is right; say it with --right 'EXPR'\n");
    const right = ['--right', 'loss < 1'];
    expect((await diff(['hqsp', '6nlo', 'train/steps', '--only', 'wrong', ...right])).stderr).not.toContain('--only');
  });

  it('skips damaged blocks only on request, and says so', async () => {
    const root = await copyOfStore('vision');
    const damagedJob = 'gjeif2pw6dfaiqxm3z77yob6kefewgaoq5lw7cus';
    damage(root, `/${damagedJob}/results`);
    const failed = await diff(['jcnv', 'gjei'], undefined, 'vision', root);
    expect(failed.status).toBe(6);
    const skipped = await diff(['jcnv', 'gjei', '--skip-damaged', '--json'], undefined, 'vision', root);
    expect(skipped.stderr).toMatch(/incomplete: skipped 1 damaged/);
    expect((JSON.parse(skipped.stdout) as Compared).counts).toMatchObject({ removed: 60 });
  });
});

/** Damages the only block of a table. */
function damage(root: string, suffix: string): void {
  const datastore = join(root, '.datastore');
  const { tables } = JSON.parse(readFileSync(join(datastore, 'manifest.json'), 'utf8')) as {
    readonly tables: readonly { readonly name: string; readonly dir: string }[];
  };
  const table = tables.find(({ name }) => name.endsWith(suffix));
  const folder = join(datastore, table?.dir ?? '');
  mkdirSync(folder, { recursive: true });
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.zip'))) {
    writeFileSync(join(folder, file), 'not a block');
  }
}
