import { beforeEach, describe, expect, it } from 'vitest';
import { Artifact, compare, type DiffRow, diff, Job, job, Starwhale } from '../../src/index.ts';
import { storeEnv, swjob } from '../support/cli.ts';
import { unpackStore } from '../support/stores.ts';
import { useGoldenStore } from './environment.ts';

beforeEach(() => useGoldenStore('vision'));

/** An argument that breaks the types. */
const unchecked = (value: unknown) => value as never;

describe('compare()', () => {
  it('returns the same as the command line', async () => {
    const { base, jobs, breaches } = await compare('624a', ['vks7', job('jcnv')]);
    const { stdout } = await swjob(['compare', '624a', 'vks7', 'jcnv', '--json'], {
      env: storeEnv(await unpackStore('vision')),
    });
    const printed = JSON.parse(stdout) as {
      base: unknown;
      jobs: { metrics: Record<string, Record<string, unknown>> }[];
    };
    expect(base).toEqual(printed.base);
    expect(breaches).toEqual([]);
    for (const [index, { metrics }] of jobs.entries()) {
      for (const [name, change] of Object.entries(printed.jobs[index]?.metrics ?? {})) {
        const { base: old, value, ...rest } = metrics[name] ?? {};
        expect({ base: old ?? null, value: value ?? null, ...rest }).toEqual(change);
      }
    }
    expect(jobs.map(({ metrics }) => metrics['hamming_loss']?.value)).toEqual([0.1, undefined]);
  });

  it('selects metrics, and reports breaches', async () => {
    const options = { metrics: ['accuracy'], maxDrop: { accuracy: 0.01 }, maxRise: { hamming_loss: '5%' } };
    const { jobs, breaches } = await compare('vks7', '624a', options);
    expect(Object.keys(jobs[0]?.metrics ?? {})).toEqual(['accuracy']);
    expect(breaches).toMatchObject([
      { metric: 'accuracy', rule: 'max-drop', base: 0.9, better: false },
      { metric: 'hamming_loss', rule: 'max-rise', better: false },
    ]);
    expect(breaches[0]?.job.id).toMatch(/^624a/);
    expect((await compare('624a', 'vks7', options)).breaches).toEqual([]);
    const turned = await compare('624a', 'vks7', { lowerIsBetter: ['accuracy'], higherIsBetter: undefined });
    expect(turned.jobs[0]?.metrics['accuracy']?.better).toBe(false);
  });

  it.each([
    [() => compare('624a', 'vks7', { metrics: ['acuracy'] }), 'not-found', 'no job has a metric "acuracy"'],
    [() => compare('624a', 'vks7', { maxDrop: { acuracy: 1 } }), 'not-found', 'no job has a metric "acuracy"'],
    [
      () => compare('624a', 'jcnv', { maxDrop: { hamming_loss: 1 } }),
      'not-found',
      /the job jcnv\w+ has no metric "hamming_loss"/,
    ],
    [() => compare('624a', 'nosuch'), 'not-found', 'no job "nosuch"'],
    [() => compare('624a', []), 'usage', 'jobs must be a list of at least one job, not an empty array'],
    [() => compare(unchecked(7), 'vks7'), 'usage', 'the base must be the URI of a job or a Job, not 7'],
    [() => compare('624a', unchecked({})), 'usage', 'jobs[0] must be the URI of a job or a Job, not an object'],
    [() => compare('624a', 'vks7', unchecked({ metric: [] })), 'usage', 'compare has no option "metric"'],
    [() => compare('624a', 'vks7', { maxDrop: unchecked(['x']) }), 'usage', 'maxDrop must be an object'],
    [() => compare('624a', 'vks7', { maxDrop: { accuracy: unchecked(true) } }), 'usage', 'maxDrop.accuracy must be'],
    [
      () => compare('624a', 'vks7', { maxDrop: { accuracy: 'much' } }),
      'usage',
      /^maxDrop.accuracy must be a number of 0 or more, or a string such as '5%'/,
    ],
  ])('%s is an error', async (call, code, message) => {
    await expect(call()).rejects.toMatchObject({ code });
    await expect(call()).rejects.toThrow(message);
  });
});

async function rowsOf(changes: AsyncIterable<DiffRow>): Promise<DiffRow[]> {
  const rows: DiffRow[] = [];
  for await (const row of changes) rows.push(row);
  return rows;
}

describe('diff()', () => {
  it('yields rows as they are read, and their counts', async () => {
    const changes = diff('jcnv', job('gjei'), { only: ['broken'] });
    const rows = await rowsOf(changes);
    expect(rows.map(({ outcome }) => outcome)).toEqual(Array.from({ length: 6 }, () => 'broken'));
    expect(rows[0]).toMatchObject({ key: 'self/pictures_#@#_14', change: 'changed' });
    expect(rows[0]?.columns['output/label']).toEqual({ old: 'cat', new: 'bird' });
    const { old, new: why } = rows[0]?.columns['output/why'] ?? {};
    expect(old).toBeInstanceOf(Artifact);
    const texts = [old, why].map(async (each) => Buffer.from(await (each as Artifact).bytes()).toString());
    expect(await Promise.all(texts)).toEqual(['looks like a cat', 'looks like a bird']);
    const counts = await changes.counts();
    expect(counts).toMatchObject({ equal: 0, changed: 60, added: 0, removed: 0 });
    expect(counts.outcome).toEqual({ both_right: 44, fixed: 10, broken: 6, both_wrong: 0, p: 0.454498291015625 });
    expect(counts.columns['output/label']).toBe(16);
    expect(await rowsOf(changes)).toHaveLength(6);
  });

  it('counts without a loop, and after one that was left early', async () => {
    const changes = diff('jcnv', 'gjei');
    for await (const _ of changes) break;
    expect(await changes.counts()).toEqual(await diff('jcnv', 'gjei', { limit: 0 }).counts());
    expect(await rowsOf(diff('jcnv', 'gjei', { limit: 3 }))).toHaveLength(3);
    expect(await rowsOf(diff('jcnv', 'gjei', { limit: 0 }))).toEqual([]);
    expect((await diff('hqsp', '6nlo', { table: 'train/steps' }).counts()).outcome).toBeNull();
  });

  it('accepts the options of the command line', async () => {
    const counts = async (options: Parameters<typeof diff>[2]) => diff('jcnv', 'gjei', options).counts();
    expect(await counts({ columns: ['output/label'], ignore: null as never })).toMatchObject({
      equal: 44,
      changed: 16,
    });
    expect(await counts({ columns: ['output/score'], tolerance: 1 })).toMatchObject({ equal: 60 });
    expect(await counts({ on: ['_index'], where: 'input/label == "frog"' })).toMatchObject({ equal: 0, added: 0 });
    expect((await counts({ right: 'output/score > 0.4' })).outcome).toMatchObject({ fixed: 21, broken: 5 });
    const rows = await rowsOf(diff('jcnv', 'gjei', { on: ['_index', 'input/label'], limit: 1 }));
    expect(rows[0]?.key).toEqual([0, 'bird']);
    expect((await diff('624a', 'vks7', { unpickle: false }).counts()).outcome).toBeNull();
  });

  it('is a method of a configured view, with jobs of that view', async () => {
    const starwhale = new Starwhale({ storage: await unpackStore('vision') });
    await useGoldenStore('types');
    expect(await starwhale.diff('jcnv', starwhale.job('jcnv'), { ignore: [] }).counts()).toMatchObject({ equal: 60 });
    expect((await starwhale.compare('624a', 'vks7')).jobs).toHaveLength(1);
    await starwhale.close();
  });

  it('accepts listed jobs', async () => {
    const { jobs } = await Job.list();
    const [first, second] = jobs.filter(({ uri }) => /jcnv|gjei/.test(uri));
    if (first === undefined || second === undefined) throw new Error('the list lacks jobs');
    expect(await diff(second, first).counts()).toMatchObject({ changed: 60 });
  });

  it('checks its arguments at once, and the rest when it is read', async () => {
    expect(() => diff(unchecked(undefined), 'gjei')).toThrow(
      'the base must be the URI of a job or a Job, not undefined',
    );
    expect(() =>
      diff(
        'jcnv',
        unchecked(
          job('gjei')
            .record()
            .catch(() => null),
        ),
      ),
    ).toThrow('the job must be the URI of a job or a Job, not a Promise');
    expect(() => diff('jcnv', unchecked({ uri: 'gjei' }))).toThrow('the job must be the URI of a job or a Job');
    expect(() => diff('jcnv', 'gjei', unchecked({ collumns: [] }))).toThrow('diff has no option "collumns"');
    expect(() => diff('jcnv', 'gjei', { only: [unchecked('borken')] })).toThrow('only[0] must be one of');
    expect(() => diff('jcnv', 'gjei', { tolerance: -1 })).toThrow('tolerance must be a number of 0 or more, not -1');
    expect(() => diff('jcnv', 'gjei', { columns: unchecked('a') })).toThrow('columns must be an array');
    await expect(diff('jcnv', 'nosuch').counts()).rejects.toMatchObject({ code: 'not-found' });
    await expect(rowsOf(diff('jcnv', 'gjei', { table: 'nosuch' }))).rejects.toMatchObject({
      code: 'not-found',
      uri: 'jcnv',
    });
    await expect(rowsOf(diff('jcnv', 'gjei', { where: 'a ==' }))).rejects.toMatchObject({ code: 'usage' });
    await expect(rowsOf(diff('jcnv', 'gjei', { on: ['input/label'] }))).rejects.toMatchObject({ code: 'usage' });
    const aborted = diff('jcnv', 'gjei', { signal: AbortSignal.abort() });
    await expect(rowsOf(aborted)).rejects.toMatchObject({ code: 'interrupted' });
    await expect(aborted.counts()).rejects.toMatchObject({ code: 'interrupted' });
  });
});
