import { describe, expect, it } from 'vitest';
import { byNewest, isFinal, JOB_STATUSES, type JobRecord } from '../../src/job/record.ts';

it('knows which statuses no longer change by themselves', () => {
  expect(JOB_STATUSES.filter(isFinal)).toEqual(['CANCELED', 'SUCCESS', 'FAIL']);
});

describe('byNewest', () => {
  it('puts the newest first, then the higher number, jobs without a time last', () => {
    const job = (id: string, created_at: string | null) => ({ id, created_at }) as JobRecord;
    const jobs = [job('9', null), job('2', '2026-01-01'), job('10', '2026-01-01'), job('1', '2026-02-01')];
    expect(jobs.sort(byNewest).map(({ id }) => id)).toEqual(['1', '10', '2', '9']);
  });
});
