import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Command } from 'commander';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { doctor } from '../../src/cli/commands/doctor.ts';
import { logs } from '../../src/cli/commands/logs.ts';
import { addRunningCommands } from '../../src/cli/syntax/running.ts';
import { engineLogPath } from '../../src/engine/engine-log.ts';
import { stateFolder } from '../../src/engine/state-folder.ts';
import { swjob } from '../support/cli.ts';
import { type StandInServer, startStandIn } from '../support/stand-in.ts';
import { copyOfStore, temporaryFolder, unpackStore } from '../support/stores.ts';
import { runCommand } from './command.ts';

const JOB = '27v6lhefezqjkpaubpbgws6adgmvvkpi47cp7btw';

describe('the syntax of create, logs and doctor', () => {
  async function parsed(...words: readonly string[]): Promise<{ args: readonly string[]; options: unknown }> {
    const program = new Command('swjob').exitOverride().configureOutput({ writeErr: () => undefined });
    let seen: Command | undefined;
    addRunningCommands(program, () => async (...given) => {
      seen = given.at(-1) as Command;
    });
    for (const command of program.commands) command.exitOverride().configureOutput({ writeErr: () => undefined });
    await program.parseAsync([...words], { from: 'user' });
    return { args: seen?.args ?? [], options: seen?.opts() };
  }

  it('has every parameter of create', async () => {
    const words =
      'create -p p -m m --handler h -d a -d b --runtime r --resource-pool g --ttl -5 --dev-mode --dev-mode-password x ' +
      '--dataset-head 3 --overwrite-specs {} --finetune-validation-dataset v --wait --python py --dry-run -- --x -d';
    expect(await parsed(...words.split(' '))).toEqual({
      args: ['--x', '-d'],
      options: {
        ...{ project: 'p', model: 'm', handler: 'h', dataset: ['a', 'b'], runtime: 'r', resourcePool: 'g', ttl: '-5' },
        ...{ devMode: true, devModePassword: 'x', datasetHead: '3', overwriteSpecs: '{}', wait: true, python: 'py' },
        ...{ finetuneValidationDataset: ['v'], dryRun: true },
      },
    });
  });

  it('needs a model', async () => {
    expect(await swjob(['create', '--handler', 'h'])).toMatchObject({
      status: 2,
      stderr: expect.stringMatching(/^swjob: the model is missing\n.*--model/),
    });
  });

  it('has the options of logs and doctor', async () => {
    expect(await parsed('logs', 'j', '--task', '3', '-f')).toEqual({
      args: ['j'],
      options: { task: '3', follow: true },
    });
    expect(await parsed('doctor', '--python', 'py')).toEqual({ args: [], options: { python: 'py' } });
  });
});

describe('logs on Standalone', () => {
  const env = async (root: string) => ({
    SW_LOCAL_STORAGE: root,
    SW_CLI_CONFIG: join(root, 'no-config.yaml'),
    XDG_STATE_HOME: await mkdtemp(join(await temporaryFolder(), 'state-')),
  });

  it('are the engine’s output, then the files of the job’s folder', async () => {
    const root = await unpackStore('real');
    const environment = await env(root);
    const folder = stateFolder({ env: environment, home: undefined }, root);
    await mkdir(folder, { recursive: true });
    await writeFile(engineLogPath(folder, JOB), 'first\nsecond ▓\r\nlast without an end');
    const { status, stdout } = await runCommand(logs, ['27v6'], {}, { env: environment });
    expect(status).toBe(0);
    expect(stdout).toMatch(
      /^==> engine <==\nfirst\nsecond ▓\r\nlast without an end\n\n==> runlog\/evaluator:predict\/0\/status\/current <==\nsuccess\n/,
    );
  });

  it('cannot drive a terminal', async () => {
    const root = await copyOfStore('jobs');
    const id = 'bare';
    await mkdir(join(root, 'self/job/ba/bare'), { recursive: true });
    const environment = await env(root);
    const folder = stateFolder({ env: environment, home: undefined }, root);
    await mkdir(folder, { recursive: true });
    await writeFile(engineLogPath(folder, id), '10%\r100%\r\n\u001b[31mred\u001b[0m\tafter\n\u001b]0;title\u0007\n');
    const shown = await runCommand(logs, [id], {}, { env: environment, isTTY: true });
    expect(shown.stdout).toBe('100%\nred\tafter\n\\x1b]0;title\\x07\n');
    expect((await runCommand(logs, [id], {}, { env: environment })).stdout).toContain('\u001b]0;title');
  });

  it('are not found if none were saved, and have no tasks', async () => {
    const root = await copyOfStore('jobs');
    await mkdir(join(root, 'self/job/ba/bare'), { recursive: true });
    const environment = await env(root);
    const none = await runCommand(logs, ['bare'], {}, { env: environment });
    expect(none).toMatchObject({ status: 3, stdout: '' });
    expect(none.stderr).toContain('swjob create');
    expect((await runCommand(logs, ['bare'], { task: '1' }, { env: environment })).status).toBe(2);
  });
});

describe('on a Server', () => {
  let server: StandInServer;
  let env: Record<string, string>;

  beforeAll(async () => {
    const root = await unpackStore('real');
    server = await startStandIn({ root, projects: ['self'] });
    const config = join(await mkdtemp(join(await temporaryFolder(), 'config-')), 'config.yaml');
    const instances = { srv: { uri: server.origin, sw_token: `Bearer ${server.token}`, current_project: '1' } };
    await writeFile(config, JSON.stringify({ version: '2.0', current_instance: 'srv', instances }), { mode: 0o600 });
    env = { SW_CLI_CONFIG: config, SW_LOCAL_STORAGE: root, PATH: process.env['PATH'] ?? '', NO_COLOR: '1' };
  });
  afterAll(() => server.close());

  it('logs are those of all tasks below their names, or of one task', async () => {
    const all = await runCommand(logs, ['1'], {}, { env });
    expect(all.status).toBe(0);
    const names = [...all.stdout.matchAll(/^==> task (\d+) \(.+\) <==$/gm)].map(([, id]) => Number(id));
    const [first] = names;
    if (names.length > 1) expect(names).toEqual([...names].sort((a, b) => a - b));
    const one = await runCommand(logs, ['1'], { task: String(first ?? 1) }, { env });
    expect(one.status).toBe(0);
    expect(one.stdout).not.toContain('==>');
  });

  it('doctor prints complete findings, one per line, and fails if one does', async () => {
    const json = await runCommand(doctor, [], { python: '/bin/false' }, { env, global: { json: true } });
    expect(json.status).toBe(1);
    const checks = JSON.parse(json.stdout) as { check: string; state: string; hint: string | null }[];
    expect(checks.map(({ check }) => check)).toEqual(['config', 'store', 'python', 'instance srv']);
    expect(checks.find(({ check }) => check === 'instance srv')).toMatchObject({ state: 'ok', hint: null });
    const people = await runCommand(doctor, [], { python: '/bin/false' }, { env, isTTY: true });
    expect(people.stdout).toMatch(/failed\s+python: .*\n\s+A job on Standalone runs in your own Python/);
    expect((await runCommand(doctor, [], {}, { env, global: { fields: ['x'] } })).status).toBe(3);
  });
});
