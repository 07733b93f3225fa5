import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseOverwriteSpecs } from '../../src/create/overwrite-specs.ts';
import { failure } from '../server/support.ts';
import { withFailing } from '../support/failing-fs.ts';
import { temporaryFolder } from '../support/stores.ts';

const SPECS = { 'm:predict': { replicas: 2, resources: { memory: '4GiB' } } };

async function fileWith(name: string, text: string): Promise<string> {
  const path = join(await mkdtemp(join(await temporaryFolder(), 'specs-')), name);
  await writeFile(path, text);
  return `@${path}`;
}

describe('the value of --overwrite-specs', () => {
  it('is JSON, or a file of JSON or YAML', async () => {
    expect(await parseOverwriteSpecs(JSON.stringify(SPECS))).toEqual(SPECS);
    expect(await parseOverwriteSpecs(await fileWith('a.json', JSON.stringify(SPECS)))).toEqual(SPECS);
    const yaml = 'm:predict:\n  replicas: 2\n  resources: {memory: 4GiB}\n';
    expect(await parseOverwriteSpecs(await fileWith('a.yaml', yaml))).toEqual(SPECS);
    expect(await parseOverwriteSpecs(await fileWith('a', yaml))).toEqual(SPECS);
  });

  it.skipIf(process.platform === 'win32')('may come from a pipe', async () => {
    const path = join(await mkdtemp(join(await temporaryFolder(), 'specs-')), 'pipe');
    execFileSync('mkfifo', [path]);
    const writer = spawn('sh', ['-c', `printf '%s' "$1" > "$2"`, 'sh', JSON.stringify(SPECS), path]);
    expect(await parseOverwriteSpecs(`@${path}`)).toEqual(SPECS);
    await once(writer, 'close');
  });

  it('tells of a file that may not be read', async () => {
    const name = await fileWith('a.json', '{}');
    const reading = withFailing('readSync', [() => true, 'EACCES'], () => failure(parseOverwriteSpecs(name)));
    expect(await reading).toMatchObject({
      code: 'not-allowed',
      exitCode: 4,
      message: expect.stringContaining('a.json'),
    });
  });

  it('has clear errors', async () => {
    for (const text of [
      '{',
      '@/no/such/file.json',
      '@/',
      await fileWith('a.json', 'x'),
      await fileWith('a.yaml', 'a: ['),
    ]) {
      const error = await failure(parseOverwriteSpecs(text));
      expect(error).toMatchObject({ code: 'usage', exitCode: 2 });
      expect(error.hint).toContain('@FILE');
      expect(error.message).not.toContain('\n');
    }
  });
});
