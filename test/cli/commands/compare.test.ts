import { describe, expect, it } from 'vitest';
import { storeEnv, swjob } from '../../support/cli.ts';
import { type StoreName, unpackStore } from '../../support/stores.ts';

async function compare(args: readonly string[], columns?: number, store: StoreName = 'vision') {
  const env = { ...storeEnv(await unpackStore(store)), NO_COLOR: '1' };
  return swjob(['compare', ...args], { env, ...(columns !== undefined && { tty: { columns } }) });
}

interface Compared {
  readonly base: { readonly id: string };
  readonly jobs: readonly {
    readonly job: { readonly id: string };
    readonly metrics: Readonly<Record<string, unknown>>;
  }[];
  readonly breaches: readonly unknown[];
}

async function compared(args: readonly string[], status = 0): Promise<Compared> {
  const ended = await compare([...args, '--json']);
  expect(ended.status).toBe(status);
  return JSON.parse(ended.stdout) as Compared;
}

describe('compare', () => {
  it('shows the base, the value, the change and whether it is better, for each metric', async () => {
    const { base, jobs, breaches } = await compared(['624a', 'vks7']);
    expect(base.id).toMatch(/^624a/);
    expect(jobs[0]?.metrics['accuracy']).toEqual({
      base: 0.8333333333333334,
      value: 0.9,
      change: 0.06666666666666665,
      percent: 7.999999999999997,
      better: true,
    });
    expect(jobs[0]?.metrics['hamming_loss']).toMatchObject({ better: true });
    expect(jobs[0]?.metrics['macro avg/support']).toMatchObject({ change: 0, better: null });
    expect(jobs[0]?.metrics['kind']).toMatchObject({ change: null, percent: null, better: null });
    expect(breaches).toEqual([]);
  });

  it('names the columns that do not fit, which --fields cannot choose', async () => {
    const { stderr } = await compare(['624a', 'vks7', 'gjei'], 36);
    expect(stderr.replaceAll('\n', ' ')).toContain(
      '3 columns do not fit the terminal (base, value, change): --no-truncate shows everything. ',
    );
  });

  it('warns of names with a direction that no metric has', async () => {
    const given = ['--lower-is-better', 'accurcy,hamming*', '--higher-is-better', 'nosuch'];
    const { status, stderr } = await compare(['624a', 'vks7', ...given, '-o', 'csv']);
    expect({ status, lines: stderr.split('\n') }).toEqual({
      status: 0,
      lines: [
        'swjob: --lower-is-better: no metric is called "accurcy". Did you mean accuracy?',
        'swjob: --higher-is-better: no metric is called "nosuch"',
        '',
      ],
    });
    const other = ['--metric', 'accuracy', '--lower-is-better', 'hamming_loss'];
    expect((await compare(['624a', 'vks7', ...other, '-o', 'csv'])).stderr).toBe('');
  });

  it('prints the names of the metrics with --quiet, in JSON as a list', async () => {
    const { stdout } = await compare(['624a', 'vks7', '--metric', 'acc*,hamming_loss', '--quiet', '--json']);
    expect(JSON.parse(stdout)).toEqual(['accuracy', 'hamming_loss']);
  });

  it('takes the base from --baseline, and selects metrics by patterns', async () => {
    const { base, jobs } = await compared(['vks7', 'jcnv', '--baseline', '624a', '--metric', 'acc*,hamming_loss']);
    expect(base.id).toMatch(/^624a/);
    expect(jobs.map(({ job, metrics }) => [job.id.slice(0, 4), Object.keys(metrics)])).toEqual([
      ['vks7', ['accuracy', 'hamming_loss']],
      ['jcnv', ['accuracy', 'hamming_loss']],
    ]);
    expect(jobs[1]?.metrics['hamming_loss']).toMatchObject({ value: null, change: null });
  });

  it('ends with 10 and prints a line for each breach of a gate', async () => {
    const { status, stderr } = await compare([
      'vks7',
      '624a',
      '--max-drop',
      'accuracy=5%',
      '--max-rise',
      'hamming_loss=0.01',
    ]);
    expect(status).toBe(10);
    expect(stderr.split('\n')).toEqual([
      expect.stringMatching(
        /^swjob: accuracy of 624a\w+ fell from 0\.9 to 0\.8333333333333334: more than --max-drop 5% allows$/,
      ),
      expect.stringMatching(
        /^swjob: hamming_loss of 624a\w+ rose from 0\.1 to 0\.16666666666666\d+: more than --max-rise 0\.01 allows$/,
      ),
      '',
    ]);
    expect((await compared(['vks7', '624a', '--max-drop', 'accuracy=5%'], 10)).breaches).toHaveLength(1);
    expect((await compare(['624a', 'vks7', '--max-drop', 'accuracy=5%'])).status).toBe(0);
  });

  it.each([
    [
      ['624a', 'vks7', '--max-drop', 'accurcy=1'],
      3,
      /^swjob: --max-drop: there is no accurcy\nDid you mean accuracy\?/,
    ],
    [
      ['624a', 'vks7', '--max-rise', 'accurcy=1'],
      3,
      /^swjob: --max-rise: there is no accurcy\nDid you mean accuracy\?/,
    ],
    [
      ['624a', 'jcnv', '--max-drop', 'hamming_loss=1'],
      3,
      /^swjob: --max-drop hamming_loss: the job jcnv\w+ has no such metric\n/,
    ],
    [
      ['624a', 'vks7', '--max-drop', 'kind=1'],
      10,
      /^swjob: kind of vks7\w+ went from multi_classification to multi_classification: --max-drop 1 needs two numbers\n/,
    ],
    [['624a', 'vks7', '--max-drop', 'accuracy'], 2, /^swjob: --max-drop "accuracy" is not METRIC=AMOUNT\n/],
    [['624a', 'vks7', '--metric', 'nosuch'], 3, /nosuch/],
    [['624a'], 2, /^swjob: compare needs a base and at least one other job\n/],
  ])('%j ends with %i', async (args, status, message) => {
    const ended = await compare(args);
    expect(ended.status).toBe(status);
    expect(ended.stderr).toMatch(message);
  });

  it('shows only what differs with --only-changed', async () => {
    const { jobs } = await compared(['624a', 'vks7', '--only-changed']);
    expect(Object.keys(jobs[0]?.metrics ?? {})).not.toContain('kind');
    expect(Object.keys(jobs[0]?.metrics ?? {})).toContain('accuracy');
  });

  it('of a job with itself shows no changes', async () => {
    const { jobs } = await compared(['624a', '624a']);
    for (const change of Object.values(jobs[0]?.metrics ?? {})) expect(change).toMatchObject({ better: null });
    expect((await compare(['624a', '624a', '--only-changed'], 80)).stderr).toContain('No metric differs.');
  });

  it('says if jobs ran on other datasets', async () => {
    const { stderr } = await compare(['624a', '6nlo']);
    expect(stderr).toMatch(/^swjob: warning: 6nlobcx4hipt ran on other datasets than the base/);
  });

  it.each([60, 100, 200])('fits a terminal of %i cells', async (columns) => {
    const { stdout } = await compare(['624a', 'vks7'], columns);
    for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(columns);
    await expect(stdout).toMatchFileSnapshot(`screens/compare-${columns}.txt`);
  });

  it('is a Markdown table, with a verdict if there is a gate', async () => {
    const { stdout } = await compare([
      'vks7',
      '624a',
      '--metric',
      'accuracy,hamming_loss',
      '-o',
      'md',
      '--max-drop',
      'accuracy=1%',
    ]);
    expect(stdout).toContain('| accuracy | 0.9 | 0.833333 | ▼ -0.0667 (-7.4%) | ❌ |');
    expect(stdout).toContain('| hamming_loss | 0.1 | 0.166667 | ▼ +0.0667 (+66.7%) |  |');
  });

  it('has one row for each metric and job where these do not fit side by side', async () => {
    const args = ['vks7', '624a', 'jcnv', '--metric', 'accuracy,hamming_loss'];
    const { stdout } = await compare(args, 80);
    const lines = stdout
      .trimEnd()
      .split('\n')
      .map((line) => line.trim().split(/ {2,}/));
    expect(lines).toEqual([
      ['metric', 'job', 'base', 'value', 'change'],
      ['accuracy', '624ajdr2cgil', '0.9', '0.833333', '▼ -0.0667 (-7.4%)'],
      ['accuracy', 'jcnv5l5fvq7h', '0.9', expect.any(String), expect.any(String)],
      ['hamming_loss', '624ajdr2cgil', '0.1', '0.166667', '▼ +0.0667 (+66.7%)'],
      ['hamming_loss', 'jcnv5l5fvq7h', '0.1', 'missing'],
    ]);
  });

  it('goes by what the user says of a metric', async () => {
    const { jobs } = await compared([
      '624a',
      'vks7',
      '--lower-is-better',
      'acc*',
      '--higher-is-better',
      'hamming_loss',
    ]);
    expect(jobs[0]?.metrics).toMatchObject({ accuracy: { better: false }, hamming_loss: { better: false } });
  });

  it('says which job has no summary, and shows the metrics of the others', async () => {
    const ended = await compare(['624a', 'c7cf', '--metric', 'accuracy', '--json']);
    expect(ended.stderr).toContain('The job c7cfwmq6zocgyw2clwinx5qfotuytir5w25i4vih has no summary.\n');
    expect((JSON.parse(ended.stdout) as Compared).jobs[0]?.metrics['accuracy']).toMatchObject({ value: null });
  });

  it('says of each breach what was allowed, in JSON too', async () => {
    const { breaches } = await compared(
      ['vks7', '624a', '--max-drop', 'accuracy=5%', '--max-rise', 'hamming_loss=0.01'],
      10,
    );
    expect(breaches).toMatchObject([
      { metric: 'accuracy', rule: 'max-drop', limit: 5, unit: '%', base: 0.9 },
      { metric: 'hamming_loss', rule: 'max-rise', limit: 0.01, unit: null, base: 0.1 },
    ]);
  });

  it('has the verdict of each metric that passed', async () => {
    const { status, stdout } = await compare([
      '624a',
      'vks7',
      '--metric',
      'accuracy',
      '-o',
      'md',
      '--max-drop',
      'accuracy=1%',
    ]);
    expect(status).toBe(0);
    expect(stdout).toContain('| accuracy | 0.833333 | 0.9 | ▲ +0.0667 (+8.0%) | ✅ |');
  });

  it('has a line per metric and job in csv', async () => {
    const { stdout } = await compare(['624a', 'vks7', 'jcnv', '--metric', 'accuracy', '-o', 'csv']);
    expect(stdout.split('\n').map((line) => line.split(',')[0])).toEqual(['metric', 'accuracy', 'accuracy', '']);
  });
});
