import { mkdtemp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, expectTypeOf, it } from 'vitest';
import { createJob } from '../../src/sdk/create.ts';
import type { CreateOptions } from '../../src/sdk/create-options.ts';
import { Project, Resource } from '../../src/sdk/project.ts';
import { Session } from '../../src/session.ts';
import { failure } from '../server/support.ts';
import { recordedExchanges } from '../support/stand-in/exchanges.ts';
import { writeRecordedStore } from '../support/stand-in/recorded-store.ts';
import { type StandInServer, startStandIn } from '../support/stand-in.ts';
import { temporaryFolder } from '../support/stores.ts';

describe('creating a job with the library', () => {
  let server: StandInServer;
  let session: Session;

  beforeAll(async () => {
    const folder = await mkdtemp(join(await temporaryFolder(), 'sdk-'));
    await writeRecordedStore(folder, recordedExchanges());
    server = await startStandIn({ root: folder });
    const config = join(folder, 'config.yaml');
    const instances = { srv: { uri: server.origin, sw_token: `Bearer ${server.token}`, current_project: '1' } };
    await writeFile(config, JSON.stringify({ version: '2.0', current_instance: 'srv', instances }), { mode: 0o600 });
    session = new Session({
      env: { SW_CLI_CONFIG: config, SW_LOCAL_STORAGE: folder },
      home: undefined,
      pid: process.pid,
    });
  });
  afterAll(() => server.close());

  const sent = () => JSON.parse(server.requests.findLast(({ method }) => method === 'POST')?.body ?? 'null') as unknown;

  it('accepts URIs and objects, with the reference’s defaults', async () => {
    const uri = await createJob(
      {
        project: new Project('srv/project/1'),
        model: new Resource('srv/project/1/model/tiny', 'model'),
        runHandler: 'evalmod:evaluate',
        datasets: ['nums', new Resource('nums/v1', 'dataset')],
        runtime: new Resource('tinyrt', 'runtime'),
      },
      session,
    );
    expect(uri).toBe(`${server.origin}/project/1/job/${server.jobs.length}`);
    expect(sent()).toEqual({
      ...{ modelVersionUrl: '1', datasetVersionUrls: '1,1', runtimeVersionUrl: '1', resourcePool: 'default' },
      ...{ handler: 'evalmod:evaluate', devMode: false, devPassword: '' },
    });
  });

  it('takes every parameter', async () => {
    const warnings: string[] = [];
    const options: CreateOptions = {
      ...{
        project: 'srv/project/1',
        model: 'tiny',
        runHandler: 'evalmod:evaluate',
        datasets: ['nums'],
        runtime: 'tinyrt',
      },
      ...{
        resourcePool: 'default',
        ttl: 60,
        devMode: true,
        devModePassword: 'pw',
        datasetHead: 2,
        handlerArgs: ['-v'],
      },
      overwriteSpecs: { 'evalmod:predict': { replicas: 2, resources: { cpu: 1, memory: { limit: '1GiB' } } } },
      finetuneValidationDatasets: null,
      onWarning: (text) => warnings.push(text),
    };
    await createJob(options, session);
    expect(sent()).toMatchObject({ timeToLiveInSec: 60, devMode: true, devPassword: 'pw' });
    expect((sent() as { stepSpecOverWrites: string }).stepSpecOverWrites).toContain('replicas: 2');
    expect(warnings).toEqual(['the dataset head has no effect on a Server: the job reads all of the data']);
  });

  it('refuses arguments that break the types', async () => {
    const wrong: readonly unknown[] = [
      { project: 'srv/project/1', model: 'tiny' },
      { project: 'srv/project/1', model: 'tiny', runHandler: '' },
      { project: 'srv/project/1', runHandler: 'evalmod:evaluate' },
      { project: 'srv/project/1', model: 'tiny', runHandler: 'evalmod:evaluate', datasets: ['nums'], ttl: '5' },
    ];
    const before = server.jobs.length;
    for (const options of wrong) {
      expect(await failure(createJob(options as CreateOptions, session))).toMatchObject({ code: 'usage' });
    }
    expect(server.jobs).toHaveLength(before);
  });

  it.each<[string, (problem: Error) => void]>([
    [
      'throws',
      (problem) => {
        throw problem;
      },
    ],
    ['rejects', (problem) => Promise.reject(problem)],
    ['rejects later', (problem) => new Promise((_, reject) => setTimeout(() => reject(problem), 20))],
  ])('sends nothing if onWarning %s', async (_what, onWarning) => {
    const before = server.jobs.length;
    const problem = new Error('warnings are errors here');
    const options: CreateOptions = {
      ...{
        project: 'srv/project/1',
        model: 'tiny',
        runHandler: 'evalmod:evaluate',
        datasets: ['nums'],
        datasetHead: 2,
      },
      onWarning: () => onWarning(problem),
    };
    const error = await failure(createJob(options, session));
    expect(error).toMatchObject({ code: 'operation-failed', cause: problem });
    expect(error.message).toBe('onWarning threw: warnings are errors here');
    expect(server.jobs).toHaveLength(before);
  });

  it('has helpful types', () => {
    expectTypeOf<{ project: string; model: string; runHandler: string }>().toExtend<CreateOptions>();
    expectTypeOf<{ project: string; model: string }>().not.toExtend<CreateOptions>();
  });
});
