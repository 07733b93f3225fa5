import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { Duplex } from 'node:stream';
import { json, listen, success } from './support.ts';

export interface LogServer {
  readonly origin: string;
  /** Path and token of every WebSocket. */
  readonly sockets: string[];
  readonly requests: string[];
  status: string;
  jobStatus: string;
  /** How often the task was started. */
  runs: number;
  files: Record<string, string>;
}

export type Play = (connection: LogConnection, server: LogServer) => unknown;

interface LogConnection {
  line(text: string): void;
  close(code: number): void;
  /** Drops the connection without a closing handshake. */
  drop(): void;
  onClose(listener: () => void): void;
}

/** A server with one task: its status, its log files, and a WebSocket driven by `play` (RFC 6455, unmasked). */
export async function logServer(play: Play): Promise<LogServer> {
  const http = createServer((request, response) => {
    const path = request.url ?? '';
    server.requests.push(path);
    const file = /\/log\/offline\/7\/(.+)$/.exec(path)?.[1];
    if (path.endsWith('/job/3')) success(response, { id: '3', uuid: 'abc', jobStatus: server.jobStatus });
    else if (path.endsWith('/task/7'))
      success(response, { id: '7', taskStatus: server.status, runs: Array(server.runs).fill({}) });
    else if (path.endsWith('/log/offline/7')) success(response, Object.keys(server.files));
    else if (file !== undefined && file in server.files) response.end(server.files[file]);
    else json(response, 500, { code: 'internalServerError', message: 'no such file' });
  });
  http.on('upgrade', (request, socket: Duplex) => {
    server.sockets.push(`${request.url} ${request.headers.authorization}`);
    const key = `${request.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`;
    const accept = createHash('sha1').update(key).digest('base64');
    socket.write(
      `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
    );
    socket.on('error', () => {}).on('data', () => {});
    play(
      {
        line: (text) => socket.write(frame(1, Buffer.from(text))),
        close: (code) => socket.end(frame(8, Buffer.from([code >> 8, code & 255]))),
        drop: () => socket.destroy(),
        onClose: (listener) => socket.on('end', listener),
      },
      server,
    );
  });
  const { origin } = await listen(http);
  const server: LogServer = {
    origin,
    sockets: [],
    requests: [],
    status: 'RUNNING',
    jobStatus: 'RUNNING',
    runs: 1,
    files: {},
  };
  return server;
}

function frame(opcode: number, payload: Buffer): Buffer {
  return Buffer.concat([Buffer.from([0x80 | opcode]), lengthOf(payload), payload]);
}

function lengthOf({ length }: Buffer): Buffer {
  if (length < 126) return Buffer.from([length]);
  const bytes = Buffer.alloc(length < 65_536 ? 3 : 9);
  if (length < 65_536) bytes.writeUInt16BE(length, 1);
  else bytes.writeBigUInt64BE(BigInt(length), 1);
  bytes[0] = length < 65_536 ? 126 : 127;
  return bytes;
}
