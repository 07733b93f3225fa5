import { describe, expect, it } from 'vitest';
import { fromError, lastLines } from '../../src/cli/log-lines.ts';

async function* lines(...all: readonly string[]): AsyncGenerator<string> {
  yield* all;
}

async function all(source: AsyncIterable<string>): Promise<string[]> {
  const found: string[] = [];
  for await (const line of source) found.push(line);
  return found;
}

const BOX = ['╭─── Traceback (most recent call last) ───╮', '│ a.py:1 in f │', '╰──────╯'];

describe('lastLines', () => {
  it('are the last lines, in order', async () => {
    for (const [count, kept] of [
      [1, ['d']],
      [2, ['c', 'd']],
      [4, ['a', 'b', 'c', 'd']],
      [9, ['a', 'b', 'c', 'd']],
    ] as const) {
      expect(await all(lastLines(lines('a', 'b', 'c', 'd'), count))).toEqual(kept);
    }
    expect(await all(lastLines(lines(), 3))).toEqual([]);
  });
});

describe('fromError', () => {
  it('begins with the traceback of the error that made the task fail', async () => {
    const failing = [...BOX, 'ValueError: boom', ...BOX, 'Exception: boom', '💔 finish run, failed!'];
    const log = ['start', ...BOX, 'KeyError: dealt with', 'more', ...failing];
    expect(await fromError(lines(...log))).toEqual(failing);
    const plain = ['Traceback (most recent call last):', '  File "x.py", line 1, in f', 'OSError: no space'];
    expect(await fromError(lines('start', ...plain))).toEqual(plain);
  });

  it("begins there even if swjob's own note of the reason follows", async () => {
    const failing = [
      ...BOX,
      'ValueError: boom',
      ...BOX,
      'Exception: boom',
      '[swjob: the reason: ValueError: boom (a.py:1)]',
    ];
    expect(await fromError(lines('start', ...failing))).toEqual(failing);
  });

  it('begins at the error if there is no traceback, even if its message is empty', async () => {
    expect(await fromError(lines('start', 'ValueError: boom', 'the end'))).toBeNull();
    const failing = [...BOX, 'AssertionError', 'the end'];
    expect(await fromError(lines('start', ...failing))).toEqual(failing);
  });

  it('keeps the end of a log that is too long', async () => {
    const failing = ['Traceback (most recent call last):', '  File "x.py", line 1, in f', 'OSError: no space'];
    async function* long() {
      for (let number = 0; number < 199_999; number++) yield `line ${number}`;
      yield* failing;
    }
    expect(await fromError(long())).toEqual(failing);
  });

  it('is nothing without an error', async () => {
    expect(await fromError(lines('all', 'is', 'well'))).toBeNull();
    expect(await fromError(lines())).toBeNull();
  });
});
