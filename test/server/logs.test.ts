import { describe, expect, it } from 'vitest';
import { type LogOptions, taskLog } from '../../src/server/logs.ts';
import { type LogServer, logServer } from './log-server.ts';
import { client, TOKEN } from './support.ts';

/** Waits briefly instead of the seconds of a real client. */
const briefly = (_ms: number, signal?: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, 20);
    signal?.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });

async function read(server: LogServer, options: LogOptions, token: string | null = TOKEN): Promise<string[]> {
  const lines: string[] = [];
  const http = client(server.origin, { sleep: briefly, token });
  for await (const line of taskLog(http, '1', '3', '7', options)) lines.push(line);
  return lines;
}

describe('the log of a task', () => {
  it('is in the files of a finished one, one after the other', async () => {
    const server = await logServer(() => {});
    server.files = { 'run-1': 'one\ntwo\r\n', 'run-2': 'three' };
    expect(await read(server, {})).toEqual(['one', 'two', 'three']);
    expect(server.sockets).toEqual([]);
  });

  it('is empty where there are no files', async () => {
    expect(await read(await logServer(() => {}), {})).toEqual([]);
  });

  it('comes over the WebSocket while it runs, with the token in the header, then from new lines of the files', async () => {
    const server = await logServer((connection, self) => {
      connection.line('one');
      connection.line('two\n');
      setTimeout(() => {
        connection.line('l'.repeat(300));
        self.status = 'SUCCESS';
        self.files = { old: 'before\n', log: `one\ntwo\n${'l'.repeat(300)}\nlast words\n` };
        connection.close(1000);
      }, 10);
    });
    expect(await read(server, { follow: true })).toEqual(['one', 'two', 'l'.repeat(300), 'last words']);
    expect(server.sockets).toEqual([`/api/v1/log/online/7 ${TOKEN}`]);
  });

  it('may come as one frame of very many lines', async () => {
    const server = await logServer((connection, self) => {
      connection.line('a\n'.repeat(130_000));
      self.status = 'SUCCESS';
      self.files = { log: 'a\n'.repeat(130_000) };
      connection.close(1000);
    });
    expect(await read(server, { follow: true })).toHaveLength(130_000);
  });

  it('drops a connection whose other end does not answer the closing handshake', async () => {
    let gone = false;
    const server = await logServer((connection, self) => {
      connection.onClose(() => {
        gone = true;
      });
      setTimeout(() => {
        self.status = 'SUCCESS';
        self.files = { log: 'the log\n' };
      }, 30);
    });
    expect(await read(server, { follow: true })).toEqual(['the log']);
    await expect.poll(() => gone, { timeout: 5000 }).toBe(true);
  });

  it('ends with the task although the server leaves its socket open', async () => {
    const server = await logServer((connection, self) => {
      connection.line('one');
      setTimeout(() => {
        self.status = 'FAIL';
        self.files = { log: 'one\nwhy\n' };
      }, 60);
    });
    expect(await read(server, { follow: true })).toEqual(['one', 'why']);
    expect(server.sockets).toHaveLength(1);
  });

  it('waits for a task that is not running yet', async () => {
    const server = await logServer((connection, self) => {
      if (self.sockets.length < 3) return connection.close(1000);
      connection.line('at last');
      self.status = 'SUCCESS';
      connection.close(1000);
    });
    server.status = 'PREPARING';
    expect(await read(server, { follow: true })).toEqual(['at last']);
    expect(server.sockets).toHaveLength(3);
  });

  it('of a finished task needs no WebSocket', async () => {
    const server = await logServer(() => {});
    server.status = 'CANCELED';
    server.files = { log: 'one\n' };
    expect(await read(server, { follow: true })).toEqual(['one']);
    expect(server.sockets).toEqual([]);
  });

  it('that breaks off is an error, not an end', async () => {
    const server = await logServer((connection) => {
      connection.line('one');
      setTimeout(() => connection.drop(), 20);
    });
    await expect(read(server, { follow: true })).rejects.toMatchObject({
      code: 'network',
      message: 'WEBSOCKET /api/v1/log/online/7: the connection to the log broke',
    });
  });

  it('stops with the signal', async () => {
    const stop = new AbortController();
    const server = await logServer((connection) => {
      connection.line('one');
      setTimeout(() => stop.abort(), 20);
    });
    await expect(read(server, { follow: true, signal: stop.signal })).rejects.toMatchObject({ code: 'interrupted' });
  });

  it('stops when its reader does', async () => {
    const server = await logServer((connection) => connection.line('one'));
    const http = client(server.origin, { sleep: briefly });
    for await (const line of taskLog(http, '1', '3', '7', { follow: true })) {
      expect(line).toBe('one');
      break;
    }
    expect(server.sockets).toHaveLength(1);
  });
});
