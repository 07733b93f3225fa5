import { mkdtempSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { JobRecord } from '../../src/job/record.ts';
import { failureReason } from '../../src/report/failure-reason.ts';
import { instanceServer, numbered } from '../server/instance-server.ts';
import { success } from '../server/support.ts';
import { swjob } from '../support/cli.ts';
import { loggedIn } from '../support/logged-in.ts';
import { temporaryFolder } from '../support/stores.ts';

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

it('is in the report of a job of a Server', async () => {
  const task = { id: 5, stepName: 'evaluator:predict', taskStatus: 'FAIL', failedReason: 'OOMKilled' };
  const failed = numbered(1).map((job) => ({ ...job, jobStatus: 'FAIL' }));
  const { origin } = await instanceServer(failed, {
    instead: ({ path }, response) => {
      if (path.includes('/task?')) success(response, { total: 1, list: [task] });
      return path.includes('/task?');
    },
  });
  const out = join(mkdtempSync(join(await temporaryFolder(), 'report-')), 'report.html');
  const env = await loggedIn({ origin, token: 'x' }, { project: '1' });
  expect(await swjob(['report', '1', '--out', out], { env })).toMatchObject({ status: 0 });
  expect(readFileSync(out, 'utf8')).toContain('evaluator:predict: OOMKilled');
});
