import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { storeEnv } from '../support/cli.ts';
import { runProgram } from '../support/program.ts';
import { otherRuntimes } from '../support/runtimes.ts';
import { unpackStore } from '../support/stores.ts';
import { consumerProject } from './consumers.ts';

// Programs that are bundled together with the library.

const LIST = `import { Job } from 'swjob';
Job.list({ project: 'self' }).then(({ jobs }) => console.log(jobs.length));`;

const ROWS = `import { job } from 'swjob';
const names = [];
for await (const { id } of job('qsrgii').getTableRows('labels')) names.push(id);
console.log(names.join(' '));`;

/** The first job has no tables. */
const FAIL = `import { job } from 'swjob';
const codeOf = (promise) => promise.catch(({ code }) => code);
(async () => {
  const signal = AbortSignal.timeout(1);
  await new Promise((resolve) => setTimeout(resolve, 20));
  const codes = [job('nosuch').status(), job('qsrgii').status({ signal })].map(codeOf);
  console.log((await job('qigift').tables()).length, ...(await Promise.all(codes)));
})();`;

/** Runs a program as Jest does: with built-in objects of its own, and those of Node. */
const IN_CONTEXT = `
const { readFileSync } = require('node:fs');
const { createContext, runInContext } = require('node:vm');
const own = new Set(runInContext('Object.getOwnPropertyNames(globalThis)', createContext({})));
const ofNode = Object.getOwnPropertyNames(globalThis).filter((name) => !own.has(name));
const shared = ['console', 'ArrayBuffer', 'Uint8Array', ...ofNode].map((name) => [name, globalThis[name]]);
const code = readFileSync(process.argv[1], 'utf8');
const run = runInContext('(function (require, module, exports) {' + code + '})', createContext(Object.fromEntries(shared)));
run(require, { exports: {} }, {});`;

async function bundled(text: string, format: 'esm' | 'cjs'): Promise<{ file: string; bytes: number }> {
  const project = await consumerProject({ 'program.js': text });
  const outfile = join(project, format === 'esm' ? 'bundled.mjs' : 'bundled.cjs');
  const { metafile } = await build({
    entryPoints: [join(project, 'program.js')],
    outfile,
    bundle: true,
    platform: 'node',
    format,
    metafile: true,
    logLevel: 'silent',
  });
  const bytes = Object.values(metafile.outputs).reduce((sum, output) => sum + output.bytes, 0);
  return { file: outfile, bytes };
}

describe('a bundle with the library', () => {
  it.each(['esm', 'cjs'] as const)('runs as %s, in every runtime', async (format) => {
    const { file } = await bundled(LIST, format);
    const env = storeEnv(await unpackStore('real'));
    for (const { command, args } of [{ command: process.execPath, args: [] }, ...otherRuntimes().installed]) {
      expect(await runProgram(command, [...args, file], { env })).toEqual({ status: 0, stdout: '23\n', stderr: '' });
    }
  });

  it('loads at most 200 KB to read rows of a store, and reads them without the kernel too', async () => {
    const project = await consumerProject({ 'program.js': ROWS });
    const outdir = join(project, 'split');
    await build({
      entryPoints: [join(project, 'program.js')],
      outdir,
      bundle: true,
      splitting: true,
      minify: true,
      platform: 'node',
      format: 'esm',
      outExtension: { '.js': '.mjs' },
      logLevel: 'silent',
    });
    const coverage = join(project, 'coverage');
    const env = { ...storeEnv(await unpackStore('real')), NODE_V8_COVERAGE: coverage };
    const ended = await runProgram(process.execPath, [join(outdir, 'program.mjs')], { env });
    expect(ended).toEqual({ status: 0, stdout: 'ant bee cat dog\n', stderr: '' });
    // The part of the bundle that V8 has seen is what was loaded.
    const loaded = readdirSync(coverage).flatMap((name) => {
      const { result } = JSON.parse(readFileSync(join(coverage, name), 'utf8')) as { result: { url: string }[] };
      return result.map(({ url }) => url).filter((url) => url.startsWith('file:') && url.includes('/split/'));
    });
    const bytes = [...new Set(loaded)].reduce((sum, url) => sum + statSync(fileURLToPath(url)).size, 0);
    expect(loaded.length).toBeGreaterThan(3);
    expect(bytes).toBeLessThan(200_000);
  });

  it.each(['esm', 'cjs'] as const)('reads rows as %s in one file, without the kernel beside it', async (format) => {
    const { file } = await bundled(ROWS.replace('for await', '(async () => { for await').concat(' })();'), format);
    const env = storeEnv(await unpackStore('real'));
    expect(await runProgram(process.execPath, [file], { env })).toMatchObject({
      status: 0,
      stdout: 'ant bee cat dog\n',
    });
  });

  it('knows the errors of Node in a context of its own, such as a test in Jest', async () => {
    const { file } = await bundled(FAIL, 'cjs');
    const env = storeEnv(await unpackStore('real'));
    expect(await runProgram(process.execPath, ['--eval', IN_CONTEXT, file], { env })).toMatchObject({
      status: 0,
      stdout: '0 not-found timeout\n',
    });
  });

  it('contains only what is used', async () => {
    expect((await bundled(`import 'swjob';`, 'esm')).bytes).toBeLessThan(100);
    const guard = `import { isSwjobError } from 'swjob'; console.log(isSwjobError(1));`;
    expect((await bundled(guard, 'esm')).bytes).toBeLessThan(32_000);
  });
});
