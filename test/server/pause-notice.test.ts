import { expect, it } from 'vitest';
import { pauseNotice } from '../../src/server/pause-notice.ts';

it('warns of a long pause, once for requests that wait together', () => {
  let now = 0;
  const lines: string[] = [];
  const announce = pauseNotice(
    () => now,
    (line) => void lines.push(line),
  );
  announce(429, 500);
  announce(503, 10_000);
  announce(503, 10_400);
  now = 10_000;
  announce(429, 10_000);
  expect(lines).toEqual([
    'the server is busy (503): trying again in 10 s',
    'the server is busy (429): trying again in 10 s',
  ]);
});
