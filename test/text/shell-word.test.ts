import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { shellWord } from '../../src/text/shell-word.ts';

describe('a word for a shell', () => {
  it.each(['results', 'roc_auc/ant', '@latest', 'srv/project/1/job/3', 'a-b.c'])('is %s as it stands', (text) => {
    expect(shellWord(text)).toBe(text);
  });

  it
    .skipIf(process.platform === 'win32')
    .each(['', 'two words', "it's", '$(id) `id` "x"', '*', '~', '#', '!', '\\', 'a\nb'])(
    'means %j to the shell',
    (text) => {
      const { stdout } = spawnSync('sh', ['-c', `printf %s ${shellWord(text)}`], { encoding: 'utf8' });
      expect(stdout).toBe(text);
    },
  );
});
