import { cp, mkdir, rename, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { findPackage, handlersOfModel } from '../../src/create/standalone-package.ts';
import { resolveResource } from '../../src/uri/resolve.ts';
import type { ResourceTarget, ResourceType } from '../../src/uri/target.ts';
import { failure } from '../server/support.ts';
import { copyOfStore } from '../support/stores.ts';
import { configOf, SAMPLE } from '../uri/config-sample.ts';

const CLF = 'tmazigsirsc22vk7y2vpjb24br22lsizdoxoogri';
const POINTS = '4yeyljwfqkn3n7in2zgbtp2hvmmrid3jr2zo2gxh';
const OTHER = `${CLF.slice(0, 6)}${'a'.repeat(34)}`;

let root: string;

beforeAll(async () => {
  // The engine's own store, with a second version of a model that begins like the first.
  root = await copyOfStore('real');
  const shelf = join(root, 'self/model/clf', CLF.slice(0, 2));
  await cp(join(shelf, `${CLF}.swmp`), join(shelf, `${OTHER}.swmp`), { recursive: true });
});

const target = (uri: string, type: ResourceType = 'model'): ResourceTarget =>
  resolveResource(uri, type, { config: configOf(SAMPLE) });
const versionOf = async (uri: string, type?: ResourceType) => (await findPackage(root, target(uri, type))).version;

describe('a model or dataset of a store', () => {
  it.each([
    'clf',
    'clf/latest',
    'clf/version/v0',
    `clf/version/${CLF}`,
    `clf/${CLF.slice(0, 7)}`,
    CLF.slice(0, 7),
    `version/${CLF}`,
  ])('is found by %s', async (uri) => {
    expect(await versionOf(uri)).toBe(CLF);
  });

  it('is found in the folder that it names', async () => {
    const found = await findPackage(root, target('points', 'dataset'));
    expect(found).toMatchObject({ type: 'dataset', project: 'self', name: 'points', version: POINTS });
    expect(found.path).toBe(join(root, 'self/dataset/points/4y', `${POINTS}.swds`));
  });

  it('is listed if a prefix matches several', async () => {
    for (const uri of [CLF.slice(0, 6), `clf/${CLF.slice(0, 6)}`]) {
      const error = await failure(versionOf(uri));
      expect(error).toMatchObject({ code: 'ambiguous', exitCode: 3 });
      expect(error.hint).toContain(`clf/version/${OTHER}`);
    }
  });

  it('is not found by another name or version, or in another project', async () => {
    const name = await failure(versionOf('clff'));
    expect(name).toMatchObject({ code: 'not-found', exitCode: 3 });
    expect(name.hint).toContain('Did you mean clf?');
    expect(name.hint).toContain('boom, clf, manytypes');
    expect((await failure(versionOf('clf/v9'))).hint).toContain('latest, v0');
    expect((await failure(versionOf('nowhere/model/clf'))).message).toContain('no project "nowhere"');
    expect((await failure(versionOf('clf', 'dataset'))).hint).toContain('Its datasets: points');
    expect((await failure(versionOf('another/model/clf'))).hint).toContain('swcli model build');
  });

  it('is damaged if a tag leads nowhere, or out of the store', async () => {
    const folder = join(root, 'self/model/boom');
    await writeFile(join(folder, '_manifest.yaml'), 'tags: {gone: abcdef, out: ../../x, __proto__: 1, latest: [1]}\n');
    expect(await failure(versionOf('boom/gone'))).toMatchObject({ code: 'damaged', exitCode: 6 });
    expect(await failure(versionOf('boom/out'))).toMatchObject({ code: 'not-found' });
    // Without the tag, the only version is the latest.
    expect(await versionOf('boom')).toMatch(/^46/);
  });

  it('is neither a link nor a folder with another structure', async () => {
    const folder = join(root, 'self/model/odd');
    await mkdir(join(folder, 'xy', 'zzz.swmp'), { recursive: true });
    await symlink(join(root, 'self/model/clf/tm'), join(folder, 'tm'));
    expect(await failure(versionOf('odd'))).toMatchObject({ code: 'not-found' });
  });
});

describe('the handlers of a model', () => {
  it('are those in its jobs.yaml, sorted', async () => {
    const handlers = await handlersOfModel(await findPackage(root, target('clf')));
    expect(handlers.map(({ name }) => name)).toEqual([
      ...['evaluator:count_right', 'evaluator:predict', 'evaluator:predict_plain', 'evaluator:summarize'],
    ]);
    expect(handlers[3]?.steps).toEqual([
      { name: 'evaluator:predict', requiresDataset: true },
      { name: 'evaluator:summarize', requiresDataset: false },
    ]);
  });

  it('are damaged if the file is missing or not a mapping', async () => {
    const model = await findPackage(root, target('manytypes'));
    const path = join(model.path, 'src/.starwhale/jobs.yaml');
    await rename(path, `${path}.away`);
    expect(await failure(handlersOfModel(model))).toMatchObject({ code: 'damaged' });
    for (const text of ['- a\n', 'a: [\n', '']) {
      await writeFile(path, text);
      const error = await failure(handlersOfModel(model));
      expect(error).toMatchObject({ code: 'damaged', exitCode: 6 });
      expect(error.message).toContain('jobs.yaml');
    }
  });
});
