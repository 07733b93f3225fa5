import { chmod, mkdtemp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CreateOptions, create } from '../../src/cli/commands/create.ts';
import type { Ended } from '../support/cli.ts';
import { recordedExchanges } from '../support/stand-in/exchanges.ts';
import { writeRecordedStore } from '../support/stand-in/recorded-store.ts';
import { type StandInServer, startStandIn } from '../support/stand-in.ts';
import { temporaryFolder, unpackStore } from '../support/stores.ts';
import { runCommand } from './command.ts';

// Plans commands in a store that the real engine wrote. A shell script stands in for the Python, which is asked for its
// versions. test/engine/real-engine.test.ts runs such commands.

const TINY = 'qcvfuxypexhuqeibdffyoj4m47bkeen77rlujaxx';
const CLF = 'local/project/self/model/clf/version/tmazigsirsc22vk7y2vpjb24br22lsizdoxoogri';
const POINTS = 'local/project/self/dataset/points/version/4yeyljwfqkn3n7in2zgbtp2hvmmrid3jr2zo2gxh';
const NUMS = '4557lpf427johmpkqzl7wrf4xu3k2elwlmfrs7tw';

let server: StandInServer;
let env: Record<string, string | undefined>;
let python: string;

beforeAll(async () => {
  const folder = await mkdtemp(join(await temporaryFolder(), 'plan-'));
  const recorded = join(folder, 'recorded');
  await writeRecordedStore(recorded, recordedExchanges());
  server = await startStandIn({ root: recorded });
  python = join(folder, 'python');
  await writeFile(python, '#!/bin/sh\necho \'{"python": "3.11.7", "starwhale": "0.6.15"}\'\n');
  await chmod(python, 0o755);
  const instances = {
    local: { uri: 'local', current_project: 'self' },
    srv: { uri: server.origin, sw_token: `Bearer ${server.token}`, current_project: '1' },
  };
  const config = join(folder, 'config.yaml');
  await writeFile(config, JSON.stringify({ version: '2.0', current_instance: 'local', instances }), { mode: 0o600 });
  env = { SW_CLI_CONFIG: config, SW_LOCAL_STORAGE: await unpackStore('real'), PATH: process.env['PATH'] };
});
afterAll(() => server.close());

const dryRun = (options: Partial<CreateOptions>, environment = env): Promise<Ended> =>
  runCommand(
    create,
    [],
    { model: 'clf', python, dryRun: true, ...options },
    { env: environment, global: { json: true } },
  );

async function commandOf(options: Partial<CreateOptions>): Promise<string> {
  const { status, stdout, stderr } = await dryRun(options);
  expect(stderr).toBe('');
  expect(status).toBe(0);
  return (JSON.parse(stdout) as { command: string[] }).command.join(' ');
}

describe('the command for a Standalone job', () => {
  it('has full URIs, which do not depend on the engine’s current instance and project', async () => {
    const command = await commandOf({ handler: 'evaluator:summarize', dataset: ['points', 'points/v0'] });
    expect(command.replace(/--version [a-z2-7]{40}/, '--version ID')).toBe(
      `${python} -m starwhale model run --uri ${CLF} --handler evaluator:summarize --version ID ` +
        '--run-project local/project/self --log-project local/project/self --forbid-packaged-runtime ' +
        `--dataset ${POINTS} --dataset ${POINTS}`,
    );
  });

  it('finds the model and the datasets in the current project if the job goes to another', async () => {
    const command = await commandOf({
      handler: '3',
      dataset: ['points'],
      project: 'another',
      finetuneValidationDataset: ['points'],
    });
    expect(command).toContain(`--uri ${CLF} --handler evaluator:summarize`);
    expect(command).toContain('--run-project local/project/another --log-project local/project/another');
    expect(command).toContain(`--dataset ${POINTS} --val-dataset ${POINTS}`);
  });

  it('suggests an existing project similar to the one that it would create', async () => {
    const { stderr } = await dryRun({ handler: 'evaluator:summarize', dataset: ['points'], project: 'slef' });
    expect(stderr).toBe('The project "slef" does not exist yet; it will be created. Did you mean self?\n');
  });

  it('lets the engine fetch from a Server in its config', async () => {
    const model = 'srv/project/starwhale/model/tiny';
    const dataset = [`${server.origin}/project/1/dataset/nums/version/v1`];
    const command = await commandOf({ model, dataset, handler: 'evalmod:evaluate' });
    expect(command).toContain(`--uri cloud://srv/project/1/model/tiny/version/${TINY} `);
    expect(command).toContain(`--dataset cloud://srv/project/1/dataset/nums/version/${NUMS}`);
  });

  it('checks the handler of a Server’s model too', async () => {
    const { status, stderr } = await dryRun({ model: 'srv/project/1/model/tiny', handler: 'no:such' });
    expect(status).toBe(3);
    expect(stderr).toContain('[0] evalmod:boom');
  });

  it('says how to copy what the engine cannot fetch', async () => {
    const config = join(await mkdtemp(join(await temporaryFolder(), 'none-')), 'config.yaml');
    const environment = { ...env, SW_CLI_CONFIG: config, SW_TOKEN: server.token, SW_INSTANCE_URI: server.origin };
    const { status, stderr } = await dryRun(
      { model: `${server.origin}/project/1/model/tiny`, handler: '0' },
      environment,
    );
    expect(status).toBe(1);
    expect(stderr).toContain(`the engine cannot fetch the model: its config has no instance ${server.origin}`);
    expect(stderr).toContain(`swcli model copy cloud://NAME/project/1/model/tiny/version/${TINY} .`);
  });

  it('is printed for a shell, except with JSON', async () => {
    const options = { model: 'clf', handler: 'evaluator:predict', dataset: ['points'], python, dryRun: true };
    const { stdout } = await runCommand(create, ['a b'], options, { env });
    expect(stdout).toMatch(
      new RegExp(
        `^SW_CLI_CONFIG=\\S+ SW_LOCAL_STORAGE=\\S+ PYTHONUNBUFFERED=1 COLUMNS=200 ${python} -m starwhale .* -- 'a b'\n$`,
      ),
    );
  });

  it('refuses an invalid number', async () => {
    for (const options of [{ ttl: 'x' }, { datasetHead: '1.5' }, { datasetHead: '' }]) {
      expect((await dryRun({ handler: '0', dataset: ['points'], ...options })).status).toBe(2);
    }
  });
});
