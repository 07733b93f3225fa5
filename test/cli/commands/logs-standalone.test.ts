import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { stateFolder } from '../../../src/engine/state-folder.ts';
import { storeEnv, swjob } from '../../support/cli.ts';
import { cpuNow } from '../../support/cpu-now.ts';
import { copyOfStore, temporaryFolder } from '../../support/stores.ts';

const FAILED = 'dkjc7';
const SUCCESS = '6jfeb';

/** A store whose jobs have these logs. */
async function storeWith(logs: Readonly<Record<string, string>>) {
  const root = await copyOfStore('jobs');
  const state = await mkdtemp(join(await temporaryFolder(), 'state-'));
  const env = { ...storeEnv(root), XDG_STATE_HOME: state };
  const folder = stateFolder({ env, home: undefined }, root);
  await mkdir(folder, { recursive: true });
  const { stdout } = await swjob(['list', '--all', '-q'], { env });
  for (const [prefix, text] of Object.entries(logs)) {
    const id = stdout.split('\n').find((each) => each.startsWith(prefix));
    await writeFile(join(folder, `${id}.log`), text);
  }
  return { env, folder };
}

const BOX = ['╭─── Traceback (most recent call last) ───╮', '│ /home/me/a.py:12 in f │', '╰──────╯'];
const ERROR = [...BOX, 'ValueError: boom', ''].join('\n');

describe('swjob logs of a job that ran locally', () => {
  it('--failed begins with its error, and --tail ends it', async () => {
    const { env } = await storeWith({ [FAILED]: `start\n${ERROR}`, [SUCCESS]: 'all\nis\nwell\n' });
    expect(await swjob(['logs', FAILED, '--failed'], { env })).toEqual({ status: 0, stdout: ERROR, stderr: '' });
    const last = await swjob(['logs', FAILED, '--failed', '--tail', '1'], { env });
    expect(last.stdout).toBe('ValueError: boom\n');
    expect((await swjob(['logs', SUCCESS, '--tail', '2'], { env })).stdout).toBe('is\nwell\n');
    expect((await swjob(['logs', SUCCESS, '--tail', '2', '-f'], { env })).stdout).toBe('is\nwell\n');
    expect((await swjob(['logs', SUCCESS, '--tail', '0'], { env })).stdout).toBe('');
    const succeeded = await swjob(['logs', SUCCESS, '--failed'], { env });
    expect(succeeded).toMatchObject({ status: 0, stdout: '', stderr: expect.stringMatching(/has not failed/) });
  });

  it('is the reason for the failure in info and list', async () => {
    const { env } = await storeWith({ [FAILED]: `start\n${ERROR}` });
    const reason = 'ValueError: boom (/home/me/a.py:12)';
    expect(JSON.parse((await swjob(['info', FAILED, '--json'], { env })).stdout)).toMatchObject({
      error_message: reason,
    });
    const { stdout } = await swjob(['list', '--status', 'FAIL', '--all', '--json'], { env });
    const jobs = JSON.parse(stdout) as { id: string; error_message: string | null }[];
    expect(jobs.find(({ id }) => id.startsWith(FAILED))?.error_message).toBe(reason);
    const tty = { columns: 100, rows: 30 };
    expect((await swjob(['watch', FAILED], { env, tty })).stdout).toContain(reason);
    expect((await swjob(['watch', FAILED], { env })).stdout).toContain(`\terror\t\t\t${reason}\n`);
  });

  it('is printed in linear time', async () => {
    const { env } = await storeWith({ [FAILED]: `${'\r'.repeat(1_000_000)}x\n${'\r'.repeat(1_000_000)}` });
    const started = cpuNow();
    expect((await swjob(['logs', FAILED], { env, tty: { columns: 100, rows: 30 } })).status).toBe(0);
    expect(cpuNow() - started).toBeLessThan(3000);
  });

  it.each(['json', 'csv'])('are lines, whatever the job: %s is refused', async (format) => {
    const { status, stdout, stderr } = await swjob(['logs', '@latest', '-o', format], { env: {} });
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toBe(`swjob: logs has no ${format} output\nIt prints the lines of the log as they are.\n`);
  });

  it('accepts only one of --failed and --follow', async () => {
    const { env } = await storeWith({ [FAILED]: 'x\n' });
    expect((await swjob(['logs', FAILED, '--failed', '-f'], { env })).status).toBe(2);
    expect((await swjob(['logs', FAILED, '--tail', 'x'], { env })).status).toBe(2);
  });
});
