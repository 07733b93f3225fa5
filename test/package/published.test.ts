import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core';
import { publint } from 'publint';
import { beforeAll, describe, expect, it } from 'vitest';
import { installPacked, packProject } from '../support/packed.ts';
import { runProgram } from '../support/program.ts';

// Runs package linters on the file that would be published.

let tarball: Uint8Array<ArrayBuffer>;

beforeAll(async () => {
  tarball = new Uint8Array(readFileSync(await packProject()));
});

describe('the packed file', () => {
  it('has nothing that publint would change', async () => {
    const { messages } = await publint({ pack: { tarball: tarball.buffer }, strict: true, level: 'suggestion' });
    expect(messages).toEqual([]);
  });

  it('has types wherever a resolver looks for them', async () => {
    const analysis = await checkPackage(createPackageFromTarballData(tarball));
    if (!analysis.types) throw new Error('there are no types');
    // The library is only an ES module, which Node can `require` since 20.19: a CommonJS copy would bring a second set of
    // classes, which breaks `instanceof`. TypeScript's node16 does not know that `require`; nodenext does.
    expect(analysis.problems).toEqual([{ kind: 'CJSResolvesToESM', entrypoint: '.', resolutionKind: 'node16-cjs' }]);
  });

  it('has functions and classes with the names that they are exported by', async () => {
    const { folder } = await installPacked();
    const library: object = await import(pathToFileURL(join(folder, 'dist', 'index.js')).href);
    const callable = Object.entries(library).filter(([, value]) => typeof value === 'function');
    expect(callable.length).toBeGreaterThan(30);
    expect(callable.filter(([name, value]) => value.name !== name).map(([, value]) => value.name)).toEqual([]);
  });

  it('formats values that are nested to the limit, also when its code is cold and takes most of the stack', async () => {
    const { folder } = await installPacked();
    const code = `import { toJson } from ${JSON.stringify(pathToFileURL(join(folder, 'dist', 'index.js')).href)};
      let value = {};
      for (let depth = 1; depth < 1000; depth++) value = { value };
      console.log(toJson(value).length);
      value = [];
      value.push(value);
      try { toJson(value); } catch (error) { console.log(error.code); }`;
    const { stdout } = await runProgram(process.execPath, ['--input-type=module', '--eval', code]);
    expect(stdout).toBe('9992\nusage\n');
  });
});
