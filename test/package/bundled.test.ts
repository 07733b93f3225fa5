import { join } from 'node:path';
import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { storeEnv } from '../support/cli.ts';
import { runProgram } from '../support/program.ts';
import { unpackStore } from '../support/stores.ts';
import { consumerProject } from './consumers.ts';

// Programs that are bundled together with the library.

const LIST = `import { Job } from 'swjob';
Job.list({ project: 'self' }).then(({ jobs }) => console.log(jobs.length));`;

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
  it.each(['esm', 'cjs'] as const)('runs as %s', async (format) => {
    const { file } = await bundled(LIST, format);
    const env = storeEnv(await unpackStore('real'));
    expect(await runProgram(process.execPath, [file], { env })).toEqual({ status: 0, stdout: '23\n', stderr: '' });
  });

  it('holds only what is used of it', async () => {
    expect((await bundled(`import 'swjob';`, 'esm')).bytes).toBeLessThan(100);
    const guard = `import { isSwjobError } from 'swjob'; console.log(isSwjobError(1));`;
    expect((await bundled(guard, 'esm')).bytes).toBeLessThan(20_000);
  });
});
