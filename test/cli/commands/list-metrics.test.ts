import { describe, expect, it } from 'vitest';
import { FAILED, list } from './listed-jobs.ts';

describe('list', () => {
  it('adds metrics of the summaries as columns', async () => {
    const { stdout } = await list('--metric', 'acc,accuracy', '--fields', 'id,acc,accuracy', '-o', 'csv');
    expect(stdout.split('\n')).toEqual(
      expect.arrayContaining([
        'id,acc,accuracy',
        'mg6wt2cnqt6vfpugcu6wflc7pcmevithaeorbca6,,0.75',
        'hjdmzzrqqq,0.3,',
        `${FAILED},,`,
      ]),
    );
  });

  it('keeps the types of metrics in JSON, and has null if a job lacks one', async () => {
    const { stdout } = await list('--metric', 'acc', '--json');
    const jobs = JSON.parse(stdout) as { id: string; acc: number | null }[];
    expect(jobs.find(({ id }) => id === 'hjdmzzrqqq')?.acc).toBe(0.3);
    expect(jobs.find(({ id }) => id === FAILED)).toHaveProperty('acc', null);
  });

  it('refuses a metric that no job has, and says if only the jobs of the page lack it', async () => {
    expect(await list('--metric', 'acuracy')).toEqual({
      status: 3,
      stdout: '',
      stderr: expect.stringMatching(/^swjob: --metric: there is no acuracy\nDid you mean accuracy\?\nThere are: /),
    });
    expect((await list('--metric', 'acuracy')).stderr).not.toMatch(/\bid\b/);
    expect((await list('--metric', 'id')).status).toBe(0);
    const { status, stderr } = await list('--metric', 'loss', '--size', '1');
    expect({ status, stderr }).toEqual({ status: 0, stderr: 'swjob: no listed job has the metric "loss"\n' });
  });

  it('shows all metrics that match a pattern', async () => {
    const columns = async (...args: string[]) => (await list('-o', 'csv', ...args)).stdout.split('\n')[0]?.split(',');
    expect((await columns('--metric', '*'))?.slice(19)).toEqual(expect.arrayContaining(['acc', 'loss', 'accuracy']));
    expect((await columns('--metric', '*'))?.slice(19)).not.toContain('id');
    const macro = (await columns('--metric', 'macro avg/*'))?.slice(19) ?? [];
    expect(macro).toEqual(['macro avg/precision']);
    expect(await list('--metric', 'macr/*')).toMatchObject({
      status: 3,
      stderr: 'swjob: --metric: no metric matches "macr/*"\nUse --metric \'*\' to see all metrics.\n',
    });
    expect((await list('--metric', '`macr*`')).stderr).toMatch(/^swjob: --metric: there is no `macr\*`\n/);
  });

  it('shows only those matching metrics that the listed jobs have', async () => {
    const { stdout, stderr } = await list('--metric', '*', '--filter', 'loss >= 0', '--json', '--size', '1');
    const [job = {}] = JSON.parse(stdout) as readonly Record<string, unknown>[];
    expect(Object.values(job).slice(19)).not.toContain(null);
    expect({ fields: Object.keys(job).length > 19, stderr }).toEqual({ fields: true, stderr: '' });
  });
});
