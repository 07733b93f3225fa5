import { describe, expect, it } from 'vitest';
import { ALL, ids, list } from './listed-jobs.ts';

describe('list', () => {
  it('selects by one or several statuses, in any case', async () => {
    expect(await ids('--status', 'FAIL')).toEqual(['dkjc7']);
    expect(await ids('--status', 'failed,unknown')).toEqual(['dkjc7', 'cufhr']);
    expect(await ids('--status', 'fail', '--status', 'unknown')).toEqual(['dkjc7', 'cufhr']);
    expect(await ids('--status', 'RUNNING')).toEqual([]);
  });

  it('selects before it pages', async () => {
    expect(await ids('--status', 'FAIL,UNKNOWN', '--size', '1', '--page', '2')).toEqual(['cufhr']);
    expect(await ids('--sort=acc', '--size', '2')).toEqual(['hjdma', 'hjdmb']);
    expect(await ids('--filter', 'acc > 0.25', '--size', '2', '--page', '2')).toEqual(['i3fjl']);
  });

  it('filters by fields and metrics', async () => {
    expect(await ids('--filter', "acc >= 0.3 and status == 'SUCCESS'")).toEqual(['hjdmz', '6jfeb', 'i3fjl']);
    expect(await ids('--filter', "model.name == 'm'")).toEqual(['t63hk']);
    expect(await ids('--filter', '`macro avg/precision` > 2 or accuracy == 0.75')).toEqual(['mg6wt']);
  });

  it('understands the words of tables in a condition', async () => {
    const byPart = await ids('--filter', "model.name == 'm'");
    expect(byPart).toHaveLength(1);
    for (const condition of [
      "model == 'm'",
      "'m' == model",
      "model in ('m', 'zzz')",
      "model ~ '^m$'",
      "model/name == 'm'",
    ]) {
      expect([condition, await ids('--filter', condition)]).toEqual([condition, byPart]);
    }
    expect(await ids('--filter', "model != 'm'")).toHaveLength(ALL.length - 1);
    expect(await ids('--filter', "status == 'success'")).toEqual(await ids('--status', 'SUCCESS'));
    expect(await ids('--filter', "created_at < '2024-01-01'")).toEqual(await ids('--until', '2023-12-31'));
    expect(await ids('--filter', "created_at == '2024-03-12'")).toContain('llye3');
    expect(await ids('--filter', 'duration_ms <= "1h"')).toEqual(await ids('--filter', 'duration_ms <= 3600000'));
  });

  it('selects the jobs created --since and --until a time', async () => {
    expect(await ids('--since', '2024-03-12T10:00:00Z', '--until', '2024-03-12T10:00:00Z')).toContain('llye3');
    expect(await ids('--since', '2024-03-12T10:00:01Z')).not.toContain('llye3');
    expect(await ids('--since', '2024-03-12', '--until', '2024-03-12')).toContain('llye3');
    expect(await ids('--since', '1m')).toEqual([]);
    expect(await ids('--until', '2099-01-01')).toEqual(ALL.filter((id) => id !== 'cufhr'));
    expect(await list('--since', 'yesterdays')).toMatchObject({
      status: 2,
      stderr: expect.stringMatching(/^swjob: --since "yesterdays" is not a time\nWrite how long ago, such as 7d /),
    });
  });

  it('refuses an impossible condition', async () => {
    expect(await list('--filter', 'status = FAIL')).toEqual({
      status: 3,
      stdout: '',
      stderr: 'swjob: --filter: there is no FAIL\nText needs quotes: status == "FAIL"\n',
    });
    for (const [condition, message] of [
      ['created_at > "soon"', '"soon" is not a time'],
      ['duration_ms > "long"', '"long" is not a duration'],
      ['status == "FINE"', 'unknown job status "FINE"'],
    ] as const) {
      const { status, stderr } = await list('--filter', condition);
      expect([status, stderr.split('\n')[0]]).toEqual([2, `swjob: --filter: ${message}`]);
    }
  });

  it('reports once that a condition compares different kinds', async () => {
    const note = '--filter: acc is a number, "0.5" is a string ("0.5"): these are never equal and have no order.\n';
    expect(await list('-o', 'json', '--filter', 'acc > "0.5"')).toEqual({ status: 0, stdout: '[]\n', stderr: note });
  });
});
