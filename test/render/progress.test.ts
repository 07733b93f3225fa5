import { setTimeout as pause } from 'node:timers/promises';
import { WriteStream } from 'node:tty';
import { describe, expect, it } from 'vitest';
import { type ProgressStream, startProgress } from '../../src/render/progress.ts';

/** A terminal that keeps what is written to it. */
function terminal(isTTY: boolean): { stream: ProgressStream; text: () => string } {
  let text = '';
  const stream: ProgressStream = Object.create(WriteStream.prototype, {
    isTTY: { value: isTTY },
    columns: { value: 80 },
    write: {
      writable: true,
      value: (chunk: string) => {
        text += chunk;
        return true;
      },
    },
  });
  return { stream, text: () => text };
}

describe('startProgress', () => {
  it.each([
    [false, true],
    [true, false],
  ])('shows nothing when the stream is a terminal: %s, enabled: %s', async (isTTY, enabled) => {
    const { stream, text } = terminal(isTTY);
    const progress = startProgress({ stream, enabled, text: 'Reading', delay: 0 });
    progress.update('Still reading');
    await pause(100);
    progress.stop();
    expect(text()).toBe('');
  });

  it('shows nothing for quick work', async () => {
    const { stream, text } = terminal(true);
    startProgress({ stream, enabled: true, text: 'Reading', delay: 20 }).stop();
    await pause(100);
    expect(text()).toBe('');
  });

  it('shows longer work as safe text, and removes the line', async () => {
    const { stream, text } = terminal(true);
    const progress = startProgress({ stream, enabled: true, text: 'Reading \u001b[2J', delay: 0 });
    while (!text().includes('Reading \\x1b[2J')) await pause(20);
    progress.update('Almost');
    while (!text().includes('Almost')) await pause(20);
    progress.stop();
    const shown = text();
    expect(shown.endsWith('Almost')).toBe(false);
    expect(shown).not.toContain('\u001b[2J');
    await pause(200);
    expect(text()).toBe(shown);
  });
});
