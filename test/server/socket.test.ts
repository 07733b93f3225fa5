import { setTimeout as delay } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { socketLines } from '../../src/server/socket.ts';
import { logServer } from './log-server.ts';
import { client } from './support.ts';

it('a line that comes while the task is asked for its end is not lost', async () => {
  let line = (_text: string): void => undefined;
  const server = await logServer((connection) => {
    line = connection.line;
    connection.line('first');
  });
  const http = client(server.origin, { sleep: (ms) => delay(ms).then(() => undefined) });
  const ended = async () => {
    line('last');
    await delay(100);
    return true;
  };
  const lines: string[] = [];
  for await (const each of socketLines(http, '/api/v1/log/online/7', { ended, intervalMs: 200 })) lines.push(each);
  expect(lines).toEqual(['first', 'last']);
});
