import { describe, expect, it } from 'vitest';
import { instanceServer, numbered } from '../../server/instance-server.ts';
import { swjob } from '../../support/cli.ts';
import { loggedIn } from '../../support/logged-in.ts';
import { startStandIn } from '../../support/stand-in.ts';
import { unpackStore } from '../../support/stores.ts';
import { CLASSIFIED, info } from './shown-info.ts';

describe('info', () => {
  it('shows what a job is, its times and its summary', async () => {
    const { status, stdout, stderr } = await info('jobs', ['t63h'], 80);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toBe(`Job:       t63hkxklju7vqakathh76ep2swoladu5t44zjqxv
URI:       local/project/self/job/t63hkxklju7vqakathh76ep2swoladu5t44zjqxv
Status:    SUCCESS
Project:   self
Model:     m/version/n
Handler:   fx.evaluator:run
Datasets:  mnist/version/latest
           x
Created:   2024-03-07T10:00:00Z (2 years ago)
Finished:  2024-03-01T10:00:09Z (2 years ago)
Error:     kept text: é

Summary
loss:  2
`);
  });

  it('says if there is no summary, and if a job is removed', async () => {
    expect((await info('jobs', ['hzc7'], 80)).stdout).toMatch(
      /\n\nNo summary\.\n\nTables \(swjob rows hzc7 TABLE shows one\)\nt\n$/,
    );
    expect((await info('jobs', ['z67u'], 80)).stdout).toContain('Removed:   yes, swjob recover brings it back\n');
  });

  it('lists a readable number of tables, with the command that shows one', async () => {
    const tablesOf = async (job: string, columns: number) => {
      const { stdout } = await info('real', [job], columns);
      return stdout.slice(stdout.indexOf('\nTables') + 1);
    };
    expect(await tablesOf('qsrg', 60)).toBe(`Tables (swjob rows qsrg TABLE shows one)
confusion_matrix/binarylabel
labels
results
roc_auc/ant
roc_auc/bee
roc_auc/cat
roc_auc/dog
`);
    expect(await tablesOf(CLASSIFIED, 60)).toMatch(/^Tables\nconfusion/);
    const { stdout } = await info('tables', ['dffx'], 80);
    expect(stdout.slice(stdout.indexOf('\nTables')).split('\n')).toHaveLength(16);
    expect(stdout).toMatch(/\n… \d+ more: swjob tables dffx\n$/);
    expect((await info('tables', ['dffx', '--no-truncate'], 80)).stdout).not.toContain('… ');
  });

  it('leaves out the Server’s own columns, says so, and shows tasks as swjob tasks does', async () => {
    const server = await startStandIn({ root: await unpackStore('real') });
    try {
      const env = { ...(await loggedIn(server)), NO_COLOR: '1' };
      const { stdout, stderr } = await swjob(['info', '3'], { env, tty: { columns: 100 } });
      expect(stdout).not.toContain('sys/');
      expect(stderr).toMatch(/^\d+ fields sys\/… of the Server left out: --no-truncate shows everything\.\n$/);
      const tasks = (await swjob(['tasks', '3'], { env, tty: { columns: 100 } })).stdout;
      expect(stdout).toContain(`\nTasks\n${tasks}`);
      const whole = await swjob(['info', '3', '--no-truncate'], { env, tty: { columns: 100 } });
      expect(whole.stdout).toContain('sys/job_status:');
      expect(whole.stdout).toContain('\n                              - name: evaluator:predict\n');
      expect(whole.stderr).toBe('');
      const failed = await swjob(['info', '4'], { env, tty: { columns: 60 } });
      expect(failed.stdout).toContain(`
Task 5:  java.io.IOException:
         com.sun.jna.LastErrorException: [2] No such file or
         directory
`);
    } finally {
      await server.close();
    }
  });

  it('says where to look if a job failed', async () => {
    const { stdout, stderr } = await info('real', ['do6f'], 80);
    expect(stdout).toMatch(/\n\nNo summary\.\n$/);
    expect(stderr).toMatch(/^swjob logs do6f --failed shows its log from the error on/);
    expect((await info('real', ['do6f'])).stderr).toBe('');
  });

  it('prints names and values in a pipe, times as ISO 8601', async () => {
    const { stdout } = await info('jobs', ['6jfe']);
    const fields = new Map(stdout.split('\n').map((line) => line.split('\t') as [string, string]));
    expect(fields.get('created_at')).toBe('2024-03-01T10:00:00Z');
    expect(fields.get('duration_ms')).toBe('9000');
    expect(fields.get('owner')).toBe('');
    expect(fields.get('summary/acc')).toBe('0.5');
  });

  it("has the client's manifest in JSON, null if a job has none", async () => {
    const { stdout } = await info('jobs', ['4zzu', '--json']);
    expect(JSON.parse(stdout)).toMatchObject({
      job: null,
      tasks: [],
      report: null,
      manifest: { version: '4zzus42aql5xzybje5wtfq6o6ejpetidkzqbpkgn', status: 'success' },
    });
    expect(JSON.parse((await info('jobs', ['cufh', '--json'])).stdout)).toMatchObject({ manifest: null, job: null });
  });

  it('prints only --fields in every form', async () => {
    expect((await info('jobs', ['6jfe', '--fields', 'status,duration_ms'])).stdout).toBe(
      'status\tSUCCESS\nduration_ms\t9000\n',
    );
    expect((await info('jobs', ['6jfe', '--fields', 'status'], 80)).stdout).toBe('status:  SUCCESS\n');
    expect((await info('jobs', ['6jfe', '--fields', 'duration_ms,status', '-o', 'csv'])).stdout).toBe(
      'duration_ms,status\n9000,SUCCESS\n',
    );
    expect(JSON.parse((await info('jobs', ['6jfe', '--fields', 'status', '--json'])).stdout)).toEqual({
      status: 'SUCCESS',
    });
  });

  it('prints the id with --quiet', async () => {
    expect((await info('jobs', ['6jfe', '-q'])).stdout).toBe('6jfebzsdoxrlgqnbqrmktsxfvyplp6rftastm23s\n');
  });

  it('refuses --web for a Standalone job, and names the alternative', async () => {
    expect(await info('jobs', ['6jfe', '--web'])).toEqual({
      status: 2,
      stdout: '',
      stderr: `swjob: a Standalone job has no page in a web console
Make a page with: swjob report 6jfebzsdoxrlgqnbqrmktsxfvyplp6rftastm23s --out report.html
`,
    });
  });

  it.each([
    ['PAUSED', 'swjob resume 1 continues it.\n'],
    ['READY', 'swjob watch 1 follows it until it finishes.\n'],
    ['CANCELED', ''],
  ])('names the next command for a job that is %s', async (jobStatus, next) => {
    const { origin } = await instanceServer(numbered(1).map((job) => ({ ...job, jobStatus })));
    const env = { ...(await loggedIn({ origin, token: 'x' }, { project: '1' })), NO_COLOR: '1' };
    expect((await swjob(['info', '1'], { env, tty: { columns: 100 } })).stderr).toBe(next);
  });

  it('shows where to open what a running job of a Server serves, such as VS Code in dev mode', async () => {
    const exposedLinks = [
      { type: 'DEV_MODE', name: 'VS_CODE', link: '/gateway/task/41/8000/' },
      { type: 'DEV_MODE', name: 'broken', link: 'http://[' },
    ];
    const { origin } = await instanceServer(numbered(1).map((job) => ({ ...job, exposedLinks })));
    const env = { ...(await loggedIn({ origin, token: 'x' }, { project: '1' })), NO_COLOR: '1' };
    const { stdout } = await swjob(['info', '1'], { env, tty: { columns: 100 } });
    expect(stdout).toMatch(new RegExp(`\nOpen: +${origin}/gateway/task/41/8000/ \\(VS_CODE\\)\n\n`));
  });
});
