import { expect, it } from 'vitest';
import { comparisonSection } from '../../src/report/comparison.ts';
import type { JobReport } from '../../src/report/report-data.ts';
import { jobRecord } from '../support/job-record.ts';

const NOTE = 'The jobs did not run on the same datasets';

const ranOn = (name: string, version: string | null) =>
  ({
    job: jobRecord({ datasets: [{ name, version, uri: '' }] }),
    metrics: [],
    predictions: null,
  }) as unknown as JobReport;

it.each([
  [[ranOn('mnist', 'a'), ranOn('mnist', 'b')], true],
  [[ranOn('mnist', 'a'), ranOn('points', 'a')], true],
  [[ranOn('mnist', 'a'), ranOn('mnist', 'a')], false],
  [[ranOn('mnist', 'a'), ranOn('mnist', null)], false],
])('a comparison says if jobs ran on other data than the base: %#', (reports, isNoted) => {
  const { text } = comparisonSection(reports, ['one', 'two'], ['1', '2']).body;
  expect(text.includes(NOTE)).toBe(isNoted);
});
