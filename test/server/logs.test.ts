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

  it('is in the order of the runs, of which one may ask for the last only', async () => {
    const server = await logServer(() => {});
    server.files = {
      'task-run-10-1795853976994': 'third',
      'task-run-3-1795853922002': 'first',
      'task-run-8-1795853955022': 'second',
    };
    expect(await read(server, {})).toEqual(['first', 'second', 'third']);
    expect(await read(server, { lastRun: true })).toEqual(['third']);
  });

  it('is what the task printed if the server keeps it with the names of the streams', async () => {
    const server = await logServer(() => {});
    server.files = { a: 'STDERR: + set -x\nSTDOUT: STDOUT: one\nSTDOUT:\n', b: 'two\nSTDOUT: three\n' };
    expect(await read(server, {})).toEqual(['+ set -x', 'STDOUT: one', '', 'two', 'STDOUT: three']);
  });

  it('hides the token that each task prints when it logs in', async () => {
    const server = await logServer((connection, self) => {
      connection.line("+ swcli instance login --token 'Bearer eyJhb.eyJ_-9.x-Y_z' --alias server");
      self.status = 'SUCCESS';
      self.files = {
        a: "+ swcli instance login --token 'Bearer eyJhb.eyJ_-9.x-Y_z' --alias server\na bearer of rings\n",
      };
      connection.close(1000);
    });
    const login = "+ swcli instance login --token 'Bearer ***' --alias server";
    expect(await read(server, { follow: true })).toEqual([login, 'a bearer of rings']);
    expect(await read(server, {})).toEqual([login, 'a bearer of rings']);
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
        self.files = { 'run-8': 'before\n', 'run-10': `one\ntwo\n${'l'.repeat(300)}\nlast words\n` };
        connection.close(1000);
      }, 10);
    });
    server.runs = 2;
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

  it('goes on with each run of a task that is retried, although the server leaves the socket of the one before open', async () => {
    const server = await logServer((connection, self) => {
      connection.line(`run ${self.sockets.length}`);
      connection.line('failed');
      connection.line('');
      setTimeout(() => {
        if (self.runs < 2) self.runs++;
        else self.status = 'FAIL';
      }, 30);
      const text = (run: number): string => `STDOUT: run ${run}\nSTDOUT: failed\nSTDOUT: why ${run}\n`;
      self.files = { 'run-9': text(1), 'run-10': text(2), 'run-11': 'unseen\n' };
    });
    const expected = ['run 1', 'failed', '', 'run 2', 'failed', '', 'why 2', 'unseen'];
    expect(await read(server, { follow: true })).toEqual(expected);
    expect(server.sockets).toHaveLength(2);
  });

  it('does not repeat what it has shown of a run if the server closes the socket and goes on with another', async () => {
    const server = await logServer((connection, self) => {
      for (const line of ['one', 'two'].slice(0, self.sockets.length)) connection.line(line);
      if (self.sockets.length === 2) self.status = 'SUCCESS';
      connection.close(1001);
    });
    server.files = { log: 'one\ntwo\n' };
    expect(await read(server, { follow: true })).toEqual(['one', 'two']);
    expect(server.sockets).toHaveLength(2);
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

  it('does not wait for a task that never starts, as its job has ended', async () => {
    const server = await logServer(() => {});
    server.status = 'CREATED';
    server.jobStatus = 'FAIL';
    expect(await read(server, { follow: true })).toEqual([]);
    expect(server.sockets).toEqual([]);
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
