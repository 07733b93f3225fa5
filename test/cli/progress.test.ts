import { setTimeout as pause } from 'node:timers/promises';
import { WriteStream } from 'node:tty';
import { expect, it } from 'vitest';
import { progressOf } from '../../src/cli/progress.ts';
import type { Run } from '../../src/cli/run.ts';

it('removes its line before an interrupt ends the process', async () => {
  let text = '';
  const write = (chunk: string) => {
    text += chunk;
    return true;
  };
  const stderr = Object.create(WriteStream.prototype, {
    isTTY: { value: true },
    columns: { value: 80 },
    write: { writable: true, value: write },
  });
  const cleanups = new Set<() => void>();
  const onInterrupt = (cleanup: () => void) => {
    cleanups.add(cleanup);
    return () => cleanups.delete(cleanup);
  };
  const run = { context: { stderr, env: {}, onInterrupt }, output: { quiet: false } } as unknown as Run;
  const progress = progressOf(run, 'waiting');
  while (!text.includes('waiting')) await pause(20);
  for (const cleanup of cleanups) cleanup();
  expect(text.endsWith('waiting')).toBe(false);
  expect(text.slice(text.lastIndexOf('waiting'))).toContain('\u001b[1G\u001b[0K');
  progress.stop();
  expect(cleanups.size).toBe(0);
});
