import { expect, it } from 'vitest';
import type { JobRecord } from '../../src/job/record.ts';
import { failureReason } from '../../src/report/failure-reason.ts';

const record = (status: string, error_message: string | null = null) => ({ status, error_message }) as JobRecord;
const tasks = [
  { id: '1', step_name: 'evaluator:predict', failed_reason: 'OOMKilled' },
  { id: '2', step_name: 'evaluator:predict', failed_reason: 'OOMKilled' },
  { id: '3', step_name: null, failed_reason: 'Exited (1)' },
  { id: '4', step_name: 'evaluator:summarize', failed_reason: null },
  null,
];
const details = { manifest: null, job: null, tasks };

it('is what a Server says of the tasks of a job that failed', () => {
  expect(failureReason(record('FAIL'), details)).toBe('evaluator:predict: OOMKilled\ntask 3: Exited (1)');
  expect(failureReason(record('FAIL'), { ...details, tasks: [] })).toBeNull();
});

it('is the reason of the job itself if that has one, and none of a retried task in a job that succeeded', () => {
  expect(failureReason(record('FAIL', 'ValueError: x'), details)).toBe('ValueError: x');
  expect(failureReason(record('SUCCESS'), details)).toBeNull();
});
