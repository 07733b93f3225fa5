import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isClosedOutput } from '../../src/render/byte-sink.ts';
import { openPager } from '../../src/render/pager.ts';

const PATH = process.env['PATH'];

describe('the pager', () => {
  it.each([
    {},
    { PAGER: '' },
    { PAGER: 'cat' },
    { PAGER: 'no-such-pager-anywhere -x', PATH },
  ])('is none for %o', async (env) => {
    expect(await openPager(env, spawn)).toBeNull();
  });

  it('gets the text, its arguments and the usual options of less', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'swjob-pager-'));
    const program = "require('fs').writeFileSync(process.argv[1],process.env.LESS+require('fs').readFileSync(0))";
    const pager = await openPager({ PAGER: `node  -e ${program} ${join(folder, 'seen')}`, PATH }, spawn);
    pager?.sink.write('text');
    await pager?.close();
    expect(readFileSync(join(folder, 'seen'), 'utf8')).toBe('FRXtext');
    rmSync(folder, { recursive: true });
  });

  it('may be quit early', async () => {
    const pager = await openPager({ PAGER: 'true', PATH }, spawn);
    const endless = async (): Promise<void> => {
      for (;;) {
        pager?.sink.write('a line\n');
        await pager?.sink.flush();
      }
    };
    await expect(endless()).rejects.toSatisfy(isClosedOutput);
    await pager?.close();
  });
});
