import { describe, expect, it } from 'vitest';
import { storeEnv, swjob } from '../../support/cli.ts';
import type { Cell } from '../../support/write-table.ts';
import { float, JOB, writeStore } from '../written-store.ts';
import { type Plotted, plot, plotted } from './plotted.ts';

describe('plot', () => {
  it('draws lines over integer keys, with NaN as a gap', async () => {
    const [chart, ...others] = await plotted(['6nlo', 'train/steps']);
    expect(others).toEqual([]);
    expect(chart?.kind).toBe('line');
    expect(chart?.series.map(({ name, points }) => [name, points.length])).toEqual([
      ['loss', 200],
      ['lr', 200],
      ['val/loss', 20],
    ]);
    expect(chart?.series[0]?.points.filter(([, loss]) => loss === 'NaN')).toHaveLength(1);
  });

  it('draws one column of several jobs, a series for each job', async () => {
    const [chart] = await plotted(['6nlo', 'hqsp', 'train/steps', '--y', 'loss']);
    expect(chart?.series.map(({ name, points }) => [name, points.length])).toEqual([
      ['6nlobcx4hipt', 200],
      ['hqspnlzkoixs', 150],
    ]);
  });

  it('draws only rows with a number for --x, and refuses one that is never a number', async () => {
    const [chart] = await plotted(['hqsp', 'train/steps', '--x', 'val/loss', '--y', 'loss']);
    expect(chart?.series[0]?.points).toHaveLength(15);
    expect(chart?.series[0]?.points.every(([x]) => x < 3)).toBe(true);
    const { status, stderr } = await plot(['624a', 'results', '--x', 'input/label', '--y', 'input/weight']);
    expect({ status, stderr }).toEqual({
      status: 2,
      stderr:
        'swjob: no row of results of 624ajdr2cgil has a number "input/label" for the x axis\n' +
        'Name a column of numbers with --x, or omit it.\n',
    });
  });

  it('has nothing to draw if no row of a ROC curve matches', async () => {
    const { status, stdout, stderr } = await plot(['624a', 'roc_auc', '--where', 'fpr > 2', '--json']);
    expect({ status, stdout }).toEqual({ status: 3, stdout: '' });
    expect(stderr).toMatch(/^swjob: no rows to draw in ROC\n/);
  });

  it('draws columns of very different sizes in separate charts', async () => {
    const charts = await plotted([
      '624a',
      'results',
      '--kind',
      'scatter',
      '--x',
      '_index',
      '--y',
      'duration_seconds,_index',
    ]);
    expect(charts.map(({ y }) => y)).toEqual(['duration_seconds', '_index']);
  });

  it('draws ROC curves of all labels with their areas', async () => {
    const { stdout } = await plot(['624a', 'roc_auc'], { columns: 80, rows: 24 });
    expect(stdout).toContain('A bird   area 0.9913\n');
    const one = await plotted(['624a', 'roc_auc/cat']);
    expect(one[0]?.series.map(({ name }) => name)).toEqual(['cat']);
  });

  it('draws a confusion matrix as a heat map, and as JSON', async () => {
    expect((await plot(['624a', 'confusion_matrix/binarylabel'], { columns: 80, rows: 24 })).stdout).toContain('ship');
    const [chart] = (await plotted(['624a', 'confusion_matrix/binarylabel'])) as unknown as [
      { labels: string[]; matrix: number[][] },
    ];
    expect(chart.labels).toHaveLength(5);
    expect(chart.matrix.map((row) => row.length)).toEqual([5, 5, 5, 5, 5]);
  });

  it('names the curves of several jobs by job, and also by label if there are several', async () => {
    const names = async (table: string) => (await plotted(['624a', 'vks7', table]))[0]?.series.map(({ name }) => name);
    const [base, other] = (await names('roc_auc/cat')) ?? [];
    expect([base?.slice(0, 4), other?.slice(0, 4)]).toEqual(['624a', 'vks7']);
    const all = (await names('roc_auc')) ?? [];
    expect(all).toHaveLength(10);
    expect(all[0]).toBe(`${base} bird`);
    expect(all[9]).toBe(`${other} truck`);
  });

  it('draws the confusion matrix of each job, under its name', async () => {
    const charts = await plotted(['624a', 'vks7', 'confusion_matrix/binarylabel']);
    expect(charts.map(({ title }) => title.replace(/(?<=of \w{4}).*/, ''))).toEqual([
      'Confusion matrix of 624a',
      'Confusion matrix of vks7',
    ]);
  });

  it('reads pickled predictions, except with --no-unpickle', async () => {
    const [chart] = (await plotted(['624a', 'results', '--y', 'output/label'])) as unknown as [{ names: string[] }];
    expect(chart.names).toContain('ship');
    const ended = await plot(['624a', 'results', '--y', 'output', '--no-unpickle']);
    expect(ended.status).toBe(2);
    expect(ended.stderr).toContain('neither numbers nor strings');
  });

  it('counts strings as bars and numbers in bins', async () => {
    const bars = (await plotted(['624a', 'results', '--y', 'input/label'])) as unknown as [
      { kind: string; names: string[]; series: [{ values: number[] }] },
    ];
    expect(bars[0].kind).toBe('bar');
    expect(bars[0].series[0].values.reduce((sum, count) => sum + count, 0)).toBe(60);
    const [histogram] = await plotted(['624a', 'results', '--y', 'duration_seconds']);
    expect(histogram?.kind).toBe('hist');
  });

  it('draws only matching rows, up to the limit', async () => {
    const [chart] = await plotted(['6nlo', 'train/steps', '--y', 'loss', '--where', 'id >= 100', '--limit', '5']);
    expect(chart?.series[0]?.points.map(([x]) => x)).toEqual([100, 101, 102, 103, 104]);
  });

  it('takes -n and --size for --limit, as other commands do', async () => {
    for (const flag of ['-n', '--limit', '--size']) {
      const [chart] = await plotted(['6nlo', 'train/steps', '--y', 'loss', flag, '3']);
      expect(chart?.series[0]?.points, flag).toHaveLength(3);
    }
  });

  it('smooths with the mean of the last values', async () => {
    const [plain] = await plotted(['6nlo', 'train/steps', '--y', 'lr']);
    const [smooth] = await plotted(['6nlo', 'train/steps', '--y', 'lr', '--smooth', '2']);
    const [first, second] = plain?.series[0]?.points ?? [];
    expect(smooth?.series[0]?.points[1]?.[1]).toBeCloseTo((Number(first?.[1]) + Number(second?.[1])) / 2, 12);
  });

  it.each([
    [['6nlo'], 2, /^swjob: missing required argument 'table'\n/],
    [['6nlo', 'train/steps', '--kind', 'pie'], 2, /^swjob: --kind "pie" is not known\n/],
    [
      ['6nlo', 'train/steps', '--out', 'x.png'],
      2,
      'swjob: --out "x.png": unknown kind of picture\nThe endings are .svg, .html, .vl.json, .json.\n',
    ],
    [['6nlo', 'train/steps', '-o', 'csv'], 2, /^swjob: plot has no csv output\n/],
    [['6nlo', 'train/steps', '--follow'], 2, 'swjob: --follow needs a terminal\nWithout it the chart is drawn once.\n'],
    [
      ['6nlo', 'train/steps', '--kind', 'bar'],
      2,
      /^swjob: no strings to count in train\/steps of 6nlobcx4hipt\nThese are numbers: loss, lr, val\/loss\./,
    ],
    [
      ['624a', 'results', '--y', 'input/picture'],
      2,
      'swjob: neither numbers nor strings in results of 624ajdr2cgil: input/picture\nName other columns with --y, or a member of these, such as --y output/score.\n',
    ],
    [['6nlo', 'roc_auc'], 2, /^swjob: 6nlobcx4hipt has no ROC curves\n/],
    [
      ['624a', 'results', '--kind', 'roc', '--x', '_index', '--y', 'input/label'],
      2,
      'swjob: results is not a ROC curve: it needs the numbers _index and input/label\nName other columns with --x and --y.\n',
    ],
    [
      ['624a', 'results', '--kind', 'roc', '--x', 'input/label', '--y', '_index'],
      2,
      /^swjob: results is not a ROC curve: it needs the numbers input\/label and _index\n/,
    ],
    [['624a', 'roc_auc/cat', '--y', 'nosuch'], 3, /nosuch/],
    [['6nlo', 'train/steps', '--out', ''], 2, /^swjob: --out needs the name of a file\n/],
    [
      ['6nlo', 'train/steps', '--out', 'x.svg', '-o', 'json'],
      2,
      'swjob: --out "x.svg" contradicts --output json\nOmit --output.\n',
    ],
    [
      ['6nlo', 'train/steps', '--where', 'id < 0'],
      3,
      'swjob: no rows to draw in train/steps of 6nlobcx4hipt\n--where left out all rows.\n',
    ],
    [['6nlo', 'train/steps', '--limit', '0'], 3, /\n--limit left out all rows\.\n$/],
    [['624a', 'confusion_matrix/nosuch'], 3, /^swjob: the job has no table "confusion_matrix\/nosuch"\n/],
    [['624a', '6nlo', 'results'], 3, /^swjob: 6nlobcx4hipt: the job has no table "results"\n/],
    [['6nlo', 'confusion_matrix/binarylabel'], 2, /^swjob: 6nlobcx4hipt has no confusion matrix\n/],
    [['6nlo', 'nosuch'], 3, /^swjob: the job has no table "nosuch"\n/],
  ])('%j ends with %i and says what to do', async (args, status, message) => {
    const ended = await plot(args);
    expect(ended.status).toBe(status);
    expect(ended.stdout).toBe('');
    if (typeof message === 'string') expect(ended.stderr).toBe(message);
    else expect(ended.stderr).toMatch(message);
  });

  it.each<[readonly string[], RegExp]>([
    [['624a', 'results', '--kind', 'hist', '--log-y'], /^swjob: a histogram has no use for --log-y$/m],
    [['624a', 'results', '--y', 'input/label', '--x', '_index'], /^swjob: a bar chart has no use for --x$/m],
    [
      ['6nlo', 'train/steps', '--kind', 'scatter', '--smooth', '3'],
      /^swjob: a scatter chart has no use for --smooth$/m,
    ],
    [['624a', 'roc_auc', '--log-x'], /^swjob: a ROC curve has no use for --log-x$/m],
    [['624a', 'confusion_matrix', '--limit', '2'], /^swjob: a confusion matrix has no use for --limit$/m],
  ])('%j draws the chart, and says which option it ignores', async (args, warning) => {
    const { status, stdout, stderr } = await plot([...args, '--json']);
    expect([status, JSON.parse(stdout)]).toEqual([0, expect.anything()]);
    expect(stderr).toMatch(warning);
    const without = await plot([
      ...args.slice(
        0,
        args.findLastIndex((word) => word.startsWith('--')),
      ),
      '--json',
    ]);
    expect([without.stdout, without.stderr.includes('has no use')]).toEqual([stdout, false]);
  });

  it('draws the confusion matrix of a job for any of its tables', async () => {
    const drawn = await plot(['624a', 'confusion_matrix/binarylabel', '--json']);
    for (const table of ['results', 'confusion_matrix']) {
      expect(await plot(['624a', table, '--kind', 'matrix', '--json'])).toEqual(drawn);
    }
  });

  it('passes over a column without values that nobody chose', async () => {
    const none: Cell = [{ type: 'UNKNOWN' }, null];
    const writes = [0, 1].map((key) => ({ key, revision: 1n, cells: { none, y: float(key) } }));
    const { root } = await writeStore({ some: { keyType: 'INT64', blocks: [writes] } });
    const drawn = (...args: string[]) => swjob(['plot', JOB, 'some', '--json', ...args], { env: storeEnv(root) });
    const { status, stdout, stderr } = await drawn();
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const { charts } = JSON.parse(stdout) as Plotted;
    expect(charts.map(({ series }) => series.map(({ name }) => name))).toEqual([['y']]);
    const chosen = await drawn('--y', 'none');
    expect({ status: chosen.status, stdout: chosen.stdout }).toEqual({ status: 3, stdout: '' });
    expect(chosen.stderr).toContain('swjob: no row of "some" has "none"\n');
    const first = await drawn('--y', 'none', '--limit', '1');
    expect(first.stderr).toContain('swjob: none of the first 1 rows of "some" has "none"\n');
    const report = await swjob(['report', JOB, '--out', '-'], { env: storeEnv(root) });
    expect({ status: report.status, stderr: report.stderr }).toEqual({ status: 0, stderr: '' });
  });
});
