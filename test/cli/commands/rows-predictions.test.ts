import { mkdtempSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bothSides, evened } from '../../both/sides.ts';
import { storeEnv, swjob } from '../../support/cli.ts';
import { temporaryFolder, unpackStore } from '../../support/stores.ts';

const PICKLED = '624ajdr2cgildn32n3xo2oc45fjbugbb5hz2xwte';
const PLAIN = 'jcnv5l5fvq7hwxqv63igodqt54njpv7j7bdtw7ha';
const MIXED = 'tzrhsxzxwapzn5uczo4xc2vxdp7ppffmsxura5d7';

let root = '';
beforeAll(async () => {
  root = await unpackStore('vision');
});

async function printed(...args: readonly string[]): Promise<string> {
  const { status, stdout, stderr } = await swjob(['rows', ...args], { env: storeEnv(root) });
  // A table ends with the number of its rows.
  expect({ status, stderr: stderr.replace(FOOTER, '') }).toEqual({ status: 0, stderr: '' });
  return stdout;
}

const FOOTER = /^(?:Some cells were cut .*\n)?\d+ (?:of \d+ )?rows\n$/;

interface Guess {
  readonly label: string;
  readonly scores: readonly number[];
}

type Read = readonly { readonly id: string; readonly output: Guess }[];

async function guesses(...args: readonly string[]): Promise<Read> {
  return JSON.parse(await printed(PICKLED, 'results', '--json', ...args)) as Read;
}

describe('rows of pickled predictions', () => {
  it.each([['--no-unpickle'], ['--typed']])('explains with %s why a name reaches nothing', async (option) => {
    const args = ['rows', PICKLED, 'results', option, '--columns', 'output/label'];
    const { status, stderr } = await swjob(args, { env: storeEnv(root) });
    expect({ status, stderr }).toEqual({
      status: 3,
      stderr: expect.stringMatching(
        /^swjob: .*no value of "output" has "label"\nThe values of "output" are bytes\. .*--unpickle/,
      ),
    });
  });

  it('shows the values in the pickles, as the plain job has them in columns', async () => {
    const pickled = await guesses();
    const plain = JSON.parse(await printed(PLAIN, 'results', '--json')) as Record<string, unknown>[];
    expect(pickled).toHaveLength(60);
    expect(pickled.map(({ id, output }) => [id, output.label, Math.max(...output.scores)])).toEqual(
      plain.map((row) => [row['id'], row['output/label'], row['output/score']]),
    );
  });

  it('prints the same values in every format', async () => {
    const columns = ['--columns', 'id,output', '--limit', '3'];
    const rows = await guesses(...columns);
    const texts = rows.map(({ output }) => JSON.stringify(output));
    const lines = (text: string) => text.split('\n').slice(0, -1);
    const table = [PICKLED, 'results', ...columns];
    expect(lines(await printed(...table, '-o', 'jsonl')).map((line) => JSON.parse(line) as unknown)).toEqual(rows);
    expect(lines(await printed(...table, '-o', 'csv'))).toEqual([
      'id,output',
      ...rows.map(({ id }, index) => `${id},"${texts[index]?.replaceAll('"', '""')}"`),
    ]);
    const tabbed = rows.map(({ id }, index) => `${id}\t${texts[index]}`);
    expect(lines(await printed(...table, '-o', 'tsv'))).toEqual(['id\toutput', ...tabbed]);
    expect(lines(await printed(...table))).toEqual(tabbed);
    const markdown = await printed(...table, '-o', 'md');
    for (const { output } of rows) expect(markdown).toContain(output.label);
    expect(await printed(...table, '-o', 'table')).toContain(rows[0]?.output.label);
  });

  it('shows the bytes with --no-unpickle, in every format', async () => {
    const [row] = JSON.parse(
      await printed(PICKLED, 'results', '--json', '--limit', '1', '--no-unpickle', '--columns', 'output'),
    ) as { output: string }[];
    const bytes = row?.output ?? '';
    expect(Buffer.from(bytes, 'base64').subarray(0, 2)).toEqual(Buffer.from([0x80, 4]));
    for (const format of ['jsonl', 'csv', 'tsv']) {
      const args = ['--limit', '1', '--no-unpickle', '--columns', 'output', '-o', format];
      expect(await printed(PICKLED, 'results', ...args)).toContain(bytes);
    }
    const table = ['--limit', '1', '--no-unpickle', '--columns', 'output', '-o', 'table'];
    expect(await printed(PICKLED, 'results', ...table)).toMatch(/<\d+ B>/);
  });

  it('prints the bytes with --typed, and the values with --typed --unpickle', async () => {
    const typed = async (...args: readonly string[]) => {
      const rows = await printed(
        PICKLED,
        'results',
        '--json',
        '--typed',
        '--limit',
        '2',
        '--columns',
        'output',
        ...args,
      );
      return (JSON.parse(rows) as { output: { type: string; value: unknown } }[]).map(({ output }) => output);
    };
    expect((await typed()).map(({ type }) => type)).toEqual(['BYTES', 'BYTES']);
    expect(await typed('--no-unpickle')).toEqual(await typed());
    const [first] = await guesses('--limit', '1');
    const [value] = await typed('--unpickle');
    expect(value).toMatchObject({
      type: 'MAP',
      value: [
        { key: { type: 'STRING', value: 'label' }, value: { type: 'STRING', value: first?.output.label } },
        { key: { type: 'STRING', value: 'scores' }, value: { type: 'LIST' } },
      ],
    });
    for (const format of ['csv', 'tsv']) {
      const args = [PICKLED, 'results', '--typed', '--limit', '1', '--columns', 'output', '-o', format];
      expect(await printed(...args)).toContain('BYTES');
      expect(await printed(...args, '--unpickle')).toContain('MAP');
    }
  });

  it('reads whatever a handler returned', async () => {
    const rows = JSON.parse(await printed(MIXED, 'results', '--json', '--columns', 'output')) as { output: unknown }[];
    const kinds = new Set(rows.map(({ output }) => (Array.isArray(output) ? 'list' : typeof output)));
    expect(kinds.size).toBeGreaterThan(2);
  });
});

describe('names that reach into predictions', () => {
  const wrong = ['results', '--where', 'input/label != output/label', '--columns', 'id,input/label,output/label'];

  it.each([
    'json',
    'jsonl',
    'csv',
    'tsv',
    'table',
  ])('give the same of a pickled and a plain job in %s', async (format) => {
    const pickled = await printed(PICKLED, ...wrong, '-o', format);
    expect(pickled).toBe(await printed(PLAIN, ...wrong, '-o', format));
    expect(pickled.trim().split('\n').length).toBeGreaterThan(5);
  });

  it('are columns for --fields, positions in lists, and dots', async () => {
    const [first] = await guesses('--limit', '1');
    const args = ['--fields', 'output.label,output/scores/4', '--limit', '1', '-o', 'csv'];
    expect(await printed(PICKLED, 'results', ...args)).toBe(
      `output.label,output/scores/4\n${first?.output.label},${first?.output.scores[4]}\n`,
    );
  });

  it.each([
    ['{input/label}-as-{output/label}-{_index}', 'bird-as-bird-0.png'],
    ['{output.label}', 'bird.png'],
    ['{output/scores/0}', '0.23191229518100187.png'],
  ])('name the files of artifacts, and nothing else: %s', async (template, file) => {
    const folder = mkdtempSync(join(await temporaryFolder(), 'named-'));
    const save = ['--save-artifacts', folder, '--artifact-name', template, '--limit', '1', '-o', 'jsonl'];
    const { status, stdout } = await swjob(['rows', PICKLED, 'results', ...save], { env: storeEnv(root) });
    expect(status).toBe(0);
    expect(readdirSync(folder)).toEqual([file, 'index.csv'].sort());
    const [plain] = await guesses('--limit', '1');
    expect(Object.keys(JSON.parse(stdout) as object).filter((name) => name !== 'input/picture.path')).toEqual(
      Object.keys(plain ?? {}),
    );
  });

  it('are errors if the pickles have no such name, or stay bytes', async () => {
    const misspelt = await swjob(['rows', PICKLED, 'results', '--columns', 'output/lable'], { env: storeEnv(root) });
    expect(misspelt).toMatchObject({ status: 3, stdout: '' });
    expect(misspelt.stderr).toContain('Did you mean output/label?');
    const bytes = await swjob(['rows', PICKLED, 'results', '--columns', 'output/label', '--no-unpickle'], {
      env: storeEnv(root),
    });
    expect(bytes).toMatchObject({ status: 3, stdout: '' });
  });
});

describe('rows of pickled predictions on a Server', () => {
  const sides = bothSides('vision');
  afterAll(async () => (await sides).server.close());

  it.each([
    [['rows', 'JOB', 'results', '--json']],
    [['rows', 'JOB', 'results', '-o', 'jsonl', '--no-unpickle', '--columns', 'id,output']],
    [['rows', 'JOB', 'results', '-o', 'jsonl', '--typed', '--unpickle', '--columns', 'id,output']],
    [['rows', 'JOB', 'results', '--json', '--where', 'input/label != output/label', '--columns', 'id,output/label']],
  ])('are those of the store: %j', async (args) => {
    const [direct, remote] = await (await sides).run(args, 'self', PICKLED);
    expect({ ...remote, stdout: '' }).toEqual({ status: 0, stdout: '', stderr: '' });
    const rows = (output: string) =>
      args.includes('jsonl') ? output.split('\n').slice(0, -1).map(evened) : evened(output);
    expect(rows(remote.stdout)).toEqual(rows(direct.stdout));
    expect(remote.stdout.length).toBeGreaterThan(500);
  });
});
