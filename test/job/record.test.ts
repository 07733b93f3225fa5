import { expect, it } from 'vitest';
import { isFinal, JOB_STATUSES } from '../../src/job/record.ts';

it('knows which statuses no longer change by themselves', () => {
  expect(JOB_STATUSES.filter(isFinal)).toEqual(['CANCELED', 'SUCCESS', 'FAIL']);
});
