import { describe, expect, it } from 'vitest';
import { type PlainData, typedFromPlain } from '../../src/datastore/typed-value.ts';
import { parseExpression } from '../../src/expression/expression.ts';
import { jobMeanings } from '../../src/job/job-meanings.ts';

const NOW = Date.parse('2026-11-23T12:00:00Z');
const VERSION = 'gq3dmojrmnrtqmzxme4wkzjugqydgoju';

async function fulfils(condition: string, job: Readonly<Record<string, PlainData>>): Promise<boolean> {
  const expression = await parseExpression(condition, '--filter', jobMeanings(NOW));
  return expression.test((name) => (name in job ? typedFromPlain(job[name] ?? null) : undefined));
}

describe('a condition on the status', () => {
  it.each([
    ['status == "success"', true],
    ['status == "Success"', true],
    ['status != "success"', false],
    ['status < "running"', false],
    ['status <= "success"', true],
    ['status > "running"', true],
    ['status >= "success"', true],
  ])('%s is %s of one that succeeded', async (condition, result) => {
    expect(await fulfils(condition, { status: 'SUCCESS' })).toBe(result);
  });

  it('lists the statuses for an unknown one', async () => {
    await expect(fulfils('status == "sucess"', {})).rejects.toMatchObject({
      message: expect.stringContaining('unknown job status "sucess"'),
    });
  });
});

describe('a condition on a time', () => {
  const created = (created_at: string | null) => ({ created_at });

  it.each([
    // A date means the whole day.
    ['created_at == "2026-11-22"', [false, true, true, false]],
    ['created_at != "2026-11-22"', [true, false, false, true]],
    ['created_at < "2026-11-22"', [true, false, false, false]],
    ['created_at <= "2026-11-22"', [true, true, true, false]],
    ['created_at > "2026-11-22"', [false, false, false, true]],
    ['created_at >= "2026-11-22"', [false, true, true, true]],
    ['created_at >= "24h"', [false, false, true, true]],
  ])('%s holds for %j', async (condition, results) => {
    const times = ['2026-11-21T23:59:59Z', '2026-11-22T00:00:00Z', '2026-11-22T23:59:59Z', '2026-11-23T00:00:00Z'];
    expect(await Promise.all(times.map((time) => fulfils(condition, created(time))))).toEqual(results);
  });

  it('matches a job without a time only if it asks for another time', async () => {
    expect(await fulfils('finished_at < "2026-11-22"', { finished_at: null })).toBe(false);
    expect(await fulfils('finished_at != "2026-11-22"', { finished_at: null })).toBe(true);
    expect(await fulfils('finished_at != "2026-11-22"', { finished_at: 'tomorrow' })).toBe(true);
  });

  it('refuses anything but a time', async () => {
    await expect(fulfils('created_at < "soon"', created(null))).rejects.toThrow('"soon" is not a time');
  });
});

describe('a condition on the duration', () => {
  it.each([
    ['duration_ms == "10m"', true],
    ['duration_ms > "9m59s"', true],
    ['duration_ms > "10m"', false],
    ['duration_ms <= "1h"', true],
    ['duration_ms < "30d"', true],
    ['duration_ms != "0s"', true],
  ])('%s is %s of ten minutes', async (condition, result) => {
    expect(await fulfils(condition, { duration_ms: 600_000 })).toBe(result);
  });

  it('matches a job without one only if it asks for another duration', async () => {
    expect(await fulfils('duration_ms < "10m"', { duration_ms: null })).toBe(false);
    expect(await fulfils('duration_ms != "10m"', { duration_ms: null })).toBe(true);
  });

  it('refuses anything but a duration', async () => {
    await expect(fulfils('duration_ms > "long"', {})).rejects.toThrow('"long" is not a duration');
  });
});

describe('a condition on the model', () => {
  const model = { model: { name: 'team/mnist', version: VERSION } };

  it.each([
    ['model == "team/mnist"', true],
    ['model != "team/mnist"', false],
    ['model == "team"', false],
    ['model == "mnist"', false],
    // Versions as `list` prints them, shortened or complete.
    [`model == "team/mnist/version/${VERSION}"`, true],
    ['model == "team/mnist/version/gq3d"', true],
    ['model == "team/mnist/gq3dmojr"', true],
    ['model == "team/mnist/version/gq3"', false],
    ['model == "team/mnist/q3dm"', false],
    ['model == "team/other/version/gq3d"', false],
    ['model < "team/z"', true],
    ['model > "team/a"', true],
    ['model < "team/a"', false],
  ])('%s is %s', async (condition, result) => {
    expect(await fulfils(condition, model)).toBe(result);
  });

  it('matches a model by name if its version is unknown', async () => {
    const unknown = { model: { name: 'mnist', version: null } };
    expect(await fulfils('model == "mnist"', unknown)).toBe(true);
    expect(await fulfils('model == "mnist/version/gq3d"', unknown)).toBe(false);
    expect(await fulfils('model ~ "^mn.st$"', unknown)).toBe(true);
  });

  it('matches a job without a model only if it asks for another model', async () => {
    for (const operator of ['==', '<', '<=', '>', '>=']) {
      expect(await fulfils(`model ${operator} "mnist"`, { model: null })).toBe(false);
    }
    expect(await fulfils('model != "mnist"', { model: null })).toBe(true);
    expect(await fulfils('model ~ "."', { model: null })).toBe(false);
  });

  it('searches the name and the whole version by patterns', async () => {
    expect(await fulfils('model ~ "version/gq3d"', model)).toBe(true);
    expect(await fulfils('model ~ "^team/mnist$"', model)).toBe(true);
    expect(await fulfils('model !~ "mnist"', model)).toBe(false);
  });
});

describe('a condition on the datasets', () => {
  const datasets = {
    datasets: [
      { name: 'mnist-test', version: VERSION },
      { name: 'mnist-train', version: null },
    ],
  };

  it.each([
    ['datasets == "mnist-train"', true],
    ['datasets == "mnist"', false],
    ['datasets == "mnist-test/version/gq3d"', true],
    ['datasets != "mnist-train"', false],
    ['datasets != "mnist"', true],
    ['datasets ~ "train$"', true],
  ])('%s is %s of these two', async (condition, result) => {
    expect(await fulfils(condition, datasets)).toBe(result);
  });

  it('treats a job without datasets correctly', async () => {
    expect(await fulfils('datasets == "mnist"', { datasets: [] })).toBe(false);
    expect(await fulfils('datasets == "mnist"', { datasets: null })).toBe(false);
    expect(await fulfils('datasets != "mnist"', { datasets: null })).toBe(true);
  });
});
