import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { storeEnv, swjob } from '../../support/cli.ts';
import { copyOfStore, type StoreName, temporaryFolder, unpackStore } from '../../support/stores.ts';

async function diff(args: readonly string[], columns?: number, store: StoreName = 'vision', root?: string) {
  const env = { ...storeEnv(root ?? (await unpackStore(store))), NO_COLOR: '1' };
  return swjob(['diff', ...args], { env, ...(columns !== undefined && { tty: { columns, rows: 10_000 } }) });
}

interface Compared {
  readonly base: { readonly id: string };
  readonly job: { readonly id: string };
  readonly counts: Readonly<Record<string, number>>;
  readonly outcome: Readonly<Record<string, number>> | null;
  readonly columns: Readonly<Record<string, { readonly changed: number }>>;
  readonly rows: readonly {
    readonly key: unknown;
    readonly change: string;
    readonly outcome: string | null;
    readonly columns: Readonly<Record<string, { readonly old: unknown; readonly new: unknown }>>;
  }[];
}

async function compared(...args: readonly string[]): Promise<Compared> {
  const { status, stdout } = await diff([...args, '--json']);
  expect(status).toBe(0);
  return JSON.parse(stdout) as Compared;
}

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
