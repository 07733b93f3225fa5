import { describe, expect, it } from 'vitest';
import { LONG_COLUMNS, longRows, sameLine, sideBySideColumns, sideBySideRows } from '../../src/cli/compare-table.ts';
import type { TypedRow, TypedValue } from '../../src/datastore/typed-value.ts';
import { compareMetrics, type MeasuredJob } from '../../src/job/compare.ts';
import type { JobRecord } from '../../src/job/record.ts';
import { palette } from '../../src/render/color.ts';
import { TerminalTable } from '../../src/render/terminal-table.ts';
import { jobRecord } from '../support/job-record.ts';

const record = jobRecord({ uri: 'local/project/self/job/one', id: 'oneabcdefghijklm' });

const metrics = (values: Readonly<Record<string, number>>): TypedRow =>
  new Map(Object.entries(values).map(([name, value]): [string, TypedValue] => [name, { type: 'FLOAT64', value }]));

const measured = (job: Partial<JobRecord>, values: Readonly<Record<string, number>> = {}): MeasuredJob => ({
  job: { ...record, ...job },
  summary: metrics(values),
});

const plain = (row: TypedRow) => Object.fromEntries(Array.from(row, ([name, { value }]) => [name, value]));

const NAMES = ['accuracy', 'loss'];
const compared = (base: MeasuredJob, ...others: MeasuredJob[]) =>
  others.map((other) => compareMetrics(base, other, NAMES, (name, summary) => summary.get(name)));

describe('the line of equal facts', () => {
  const known = {
    model: { name: 'mnist', version: 'gq3dmojrmnrtqmzxme4wkzjugqydgojuoe4dsny' },
    handler: 'evaluate',
    datasets: [{ name: 'test', version: null, uri: 'test' }],
    created_at: '2026-11-23T08:00:00Z',
    duration_ms: 90_000,
  };

  it('names every fact that all jobs share', () => {
    const jobs = [measured(known).job, measured({ ...known, id: 'two' }).job];
    expect(sameLine(jobs)).toBe(
      'The same for all: model mnist/gq3dmojrmnrt, handler evaluate, datasets test, created 2026-11-23T08:00:00Z, status SUCCESS, duration 1m 30s',
    );
  });

  it('omits what is unknown for all jobs, and is missing if nothing is equal', () => {
    expect(sameLine([record, { ...record, id: 'two' }])).toBe('The same for all: status SUCCESS');
    const other = measured({ ...known, id: 'two', status: 'FAIL' }).job;
    expect(sameLine([{ ...record }, other])).toBeNull();
  });
});

describe('jobs side by side', () => {
  it('have a row for each fact that differs, then one for each metric', () => {
    const base = measured({}, { accuracy: 0.5 });
    const other = measured({ id: 'two', handler: 'evaluate', duration_ms: 1000 }, { accuracy: 0.75, loss: 2 });
    const rows = sideBySideRows(base, compared(base, other), NAMES);
    expect(rows.map(plain)).toEqual([
      { metric: 'id', base: 'oneabcdefghi', two: 'two' },
      { metric: 'handler', base: '', two: 'evaluate' },
      { metric: 'duration', base: '', two: '1s' },
      { metric: 'accuracy', base: 0.5, two: 0.75, 'two change': '▲ +0.25 (+50.0%)' },
      { metric: 'loss', two: 2, 'two change': 'new' },
    ]);
  });

  it('are numbered if a job is named twice', () => {
    const [base, other] = [measured({}), measured({ id: 'two' })];
    const names = sideBySideColumns(base, compared(base, other, other)).map(({ name }) => name);
    expect(names).toEqual(['metric', 'base', 'two', 'two change', 'two (2)', 'two (2) change']);
  });

  it('show better and worse in colour', async () => {
    const base = measured({});
    const change = sideBySideColumns(base, compared(base, measured({ id: 'two' }))).find(
      ({ header }) => header === 'change',
    );
    const colors = await palette(1);
    const painted = (text: string) => change?.paint?.(text, { type: 'STRING', value: text }, colors);
    expect(painted('▲ +0.25')).toBe(colors.good('▲ +0.25'));
    expect(painted('▼ -0.25')).toBe(colors.bad('▼ -0.25'));
    expect(painted('changed')).toBe('changed');
  });
});

describe('long rows', () => {
  it('have one for each metric and job, with null if a job lacks the metric', () => {
    const base = measured({}, { accuracy: 0.5 });
    const rows = longRows(
      compared(base, measured({ id: 'two' }, { accuracy: 0.25 }), measured({ id: 'three' })),
      NAMES,
    );
    expect(rows.map(plain)).toMatchObject([
      { metric: 'accuracy', job: 'two', base: 0.5, value: 0.25, change: -0.25, percent: -50, better: false },
      { metric: 'accuracy', job: 'three', base: 0.5, value: null, change: null, percent: null, better: null },
      { metric: 'loss', job: 'two', base: null, value: null },
      { metric: 'loss', job: 'three', base: null, value: null },
    ]);
    const [, job] = LONG_COLUMNS;
    expect(job?.format?.({ type: 'STRING', value: record.id }, new Map())).toBe('oneabcdefghi');
  });
});

describe('the long table', () => {
  it('keeps ids and changes whole on a narrow terminal', async () => {
    const [base, job] = [measured({}, { accuracy: 0.5 }), measured({ id: 'twoabcdefghijkl' }, { accuracy: 0.553 })];
    const rows = longRows(compared(base, job), ['accuracy']).map(
      (row): TypedRow => new Map([...row, ['text', { type: 'STRING', value: '▲ +0.0530 (+10.6%)' }]]),
    );
    for (const width of [40, 60, 70]) {
      const table = new TerminalTable(LONG_COLUMNS, { width });
      const [head = '', line = ''] = await table.lines(rows);
      expect(line, String(width)).toMatch(/ twoabcdefghi .*▲ \+0\.0530 \(\+10\.6%\)$/);
      expect(head.length).toBeLessThanOrEqual(width);
    }
  });
});
