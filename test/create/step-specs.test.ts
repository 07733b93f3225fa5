import { load } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { overwrittenSteps, type StepSpec } from '../../src/create/step-specs.ts';
import { failure } from '../server/support.ts';

const STEPS: readonly StepSpec[] = [
  { name: 'm:predict', job_name: 'm:evaluate', replicas: 2, resources: [], needs: [], backoffLimit: 3 },
  { name: 'm:evaluate', job_name: 'm:evaluate', replicas: 1, resources: [], needs: ['m:predict'] },
  { name: 'm:predict', job_name: 'm:predict', replicas: 2, resources: [], needs: [] },
];

async function changed(overwriteSpecs: unknown, handlerArgs: readonly string[] = []): Promise<unknown> {
  return load(await overwrittenSteps(STEPS, 'm:evaluate', { overwriteSpecs, handlerArgs }));
}

describe('the steps of a handler, changed', () => {
  it('are all of the handler’s steps, with only named fields changed and unknown ones kept', async () => {
    expect(await changed({ 'm:predict': { replicas: 5, resources: '1k' } })).toEqual([
      { ...STEPS[0], replicas: 5, resources: [{ type: 'memory', request: 1000, limit: 1000 }] },
      STEPS[1],
    ]);
  });

  it('each have the handler’s arguments', async () => {
    const steps = (await changed(undefined, ['--rate', '0.5'])) as Record<string, unknown>[];
    expect(steps.map((step) => step['ext_cmd_args'])).toEqual(['--rate 0.5', '--rate 0.5']);
  });

  it.each([
    ['a b'],
    ['$(x)'],
    [''],
    ["'"],
  ])('refuse the argument %j, which would not arrive unchanged', async (word) => {
    expect(await failure(changed(undefined, [word]))).toMatchObject({ code: 'usage' });
  });

  it.each(['m:nothing', 'constructor', 'm:predic'])('list the steps if %s is not one', async (name) => {
    const error = await failure(changed({ [name]: { replicas: 1 } }));
    expect(error).toMatchObject({ code: 'not-found' });
    expect(error.hint).toContain('The steps of m:evaluate: m:predict, m:evaluate');
  });

  it.each([
    ['text'],
    [[1]],
    [{ 'm:predict': 3 }],
    [{ 'm:predict': { replicas: 0 } }],
    [{ 'm:predict': { replicas: 1.5 } }],
    [{ 'm:predict': { replicas: '2' } }],
    [{ 'm:predict': { memory: '1k' } }],
    [{ 'm:predict': { resources: null } }],
  ])('cannot be changed by %j', async (given) => {
    expect(await failure(changed(given))).toMatchObject({ code: 'usage', exitCode: 2 });
  });
});
