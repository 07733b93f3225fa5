import { describe, expect, it } from 'vitest';
import { rowFromPlain } from '../../src/datastore/typed-value.ts';
import { damaged, notFound } from '../../src/errors.ts';
import type { JobSource } from '../../src/job/instance.ts';
import { reportOf } from '../../src/job/report.ts';
import { openStandalone } from '../../src/standalone/instance.ts';
import { type StoreName, unpackStore } from '../support/stores.ts';

async function find(store: StoreName, id: string): Promise<JobSource> {
  const root = await unpackStore(store);
  const instance = await openStandalone({ root, alias: 'local', summaryTable: 'eval/summary' });
  return instance.findJob('self', id, 'any');
}

describe('the report of a job', () => {
  it('has the labels and the matrix of a multi-classification', async () => {
    const report = await reportOf(await find('real', 'qsrg'));
    expect(report?.kind).toBe('multi_classification');
    expect(report?.labels?.map((row) => row.get('id')?.value)).toEqual(['ant', 'bee', 'cat', 'dog']);
    expect(report?.confusion_matrix?.binarylabel.map((row) => row.size)).toEqual([5, 5, 5, 5]);
  });

  it('is only the summary for other jobs, and null without one', async () => {
    const report = await reportOf(await find('jobs', '6jfe'));
    expect(Object.keys(report ?? {})).toEqual(['kind', 'summary']);
    expect(report?.kind).toBe('');
    expect(await reportOf(await find('jobs', 'hzc7'))).toBeNull();
  });

  it('tolerates missing tables of a failed job, but not damaged ones', async () => {
    const summary = rowFromPlain({ id: 'x', kind: 'multi_classification' });
    const job = await find('jobs', '6jfe');
    const without = (error: Error): JobSource => ({
      ...job,
      summary: async () => summary,
      table: async () => Promise.reject(error),
    });
    expect(await reportOf(without(notFound('no table')))).toMatchObject({
      labels: [],
      confusion_matrix: { binarylabel: [] },
    });
    await expect(reportOf(without(damaged('a block is missing')))).rejects.toMatchObject({ code: 'damaged' });
  });
});
