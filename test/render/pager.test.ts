import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isClosedOutput } from '../../src/render/byte-sink.ts';
import { openPager, type PagedText } from '../../src/render/pager.ts';

const PATH = process.env['PATH'];

describe('the pager', () => {
  it.each([
    {},
    { PAGER: '', PATH, TERM: 'xterm' },
    { PAGER: 'cat' },
    { PAGER: 'no-such-pager-anywhere -x', PATH },
  ])('is none for %o', async (env) => {
    expect(await openPager(env, spawn)).toBeNull();
  });

  it('receives the text, its arguments and the usual options of less', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'swjob-pager-'));
    const program = join(folder, 'pager.cjs');
    const text = "process.argv[2], process.env.LESS + require('fs').readFileSync(0)";
    writeFileSync(program, `require('fs').writeFileSync(${text})`);
    const pager = await openPager({ PAGER: `node  ${program} ${join(folder, 'seen')}`, PATH }, spawn);
    pager?.sink.write('text');
    await pager?.close();
    expect(readFileSync(join(folder, 'seen'), 'utf8')).toBe('FRXtext');
    rmSync(folder, { recursive: true });
  });

  it.skipIf(process.platform === 'win32')('may be a line for the shell', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'swjob-pager-'));
    const seen = join(folder, 'it has spaces');
    const pager = await openPager({ PAGER: `sed "s/a b/A B/" | cat > '${seen}'`, PATH }, spawn);
    pager?.sink.write('a b\n');
    await pager?.close();
    expect(readFileSync(seen, 'utf8')).toBe('A B\n');
    rmSync(folder, { recursive: true });
  });

  it('can be quit early', async () => {
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

  describe.skipIf(process.platform === 'win32')('without $PAGER', () => {
    /** The arguments and input of a less with this version. */
    async function seenByLess(version: string, text: PagedText, env: Record<string, string> = {}): Promise<string> {
      const folder = mkdtempSync(join(tmpdir(), 'swjob-less-'));
      const seen = join(folder, 'seen');
      const script = `#!/bin/sh\nif [ "$1" = --version ]; then ${version}; exit; fi\n{ echo "$LESS|$*"; cat; } > '${seen}'\n`;
      writeFileSync(join(folder, 'less'), script);
      chmodSync(join(folder, 'less'), 0o755);
      const pager = await openPager({ TERM: 'xterm', PATH: `${folder}:${PATH}`, ...env }, spawn, text);
      pager?.sink.write('text');
      await pager?.close();
      return readFileSync(seen, 'utf8');
    }

    it.each([
      ['echo less 590 x', {}, '|-FRX\ntext'],
      ['echo less 590 x', { isTable: true }, '|-FRXS\ntext'],
      ['echo less 643 x', { isTable: true }, '|-FRXS --header=1\ntext'],
      ['echo less 643 x', {}, '|-FRX\ntext'],
      ['echo less 643 x', { isTable: true, isWide: true }, '|-RXS --header=1\ntext'],
      ['exit 1', { isTable: true }, '|-FRS\ntext'],
    ])('is less with the options that `%s` supports, for %o', async (version, text, seen) => {
      expect(await seenByLess(version, text)).toBe(seen);
    });

    it('is not used on a terminal that cannot move its cursor', async () => {
      expect(await openPager({ TERM: 'dumb', PATH }, spawn)).toBeNull();
    });

    it('keeps the user’s own options of less', async () => {
      expect(await seenByLess('echo less 643', { isTable: true }, { PAGER: 'less -N', LESS: 'R' })).toBe('R|-N\ntext');
      expect(await seenByLess('echo less 643', { isTable: true }, { PAGER: 'less -N' })).toBe(
        '|-N -FRXS --header=1\ntext',
      );
    });
  });
});
