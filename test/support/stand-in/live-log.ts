import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { StandInTask } from './job.ts';

/** RFC 6455, 1.3: what a server appends to the client's key in the handshake. */
const HANDSHAKE_GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
const TEXT = 0x1;
const CLOSE = 0x8;
const FINAL = 0x80;
const NORMAL_CLOSURE = 1000;

/**
 * `log/online/{task}` over WebSocket: the lines so far, then each new one, in a text frame each. Closed with 1000 if the task
 * is not running, or when it ends, unless the log is to stay open then.
 */
export function serveLiveLog(
  request: IncomingMessage,
  socket: Duplex,
  task: StandInTask | undefined,
  staysOpen: boolean,
): void {
  const key = request.headers['sec-websocket-key'] ?? '';
  const accept = createHash('sha1')
    .update(key + HANDSHAKE_GUID)
    .digest('base64');
  socket.write(
    `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
  );
  let sent = 0;
  let closed = false;
  const follow = (): void => {
    if (closed) return;
    for (const line of task?.lines.slice(sent) ?? []) socket.write(frame(TEXT, Buffer.from(line)));
    sent = task?.lines.length ?? 0;
    if (task?.status !== 'RUNNING' && !(staysOpen && sent > 0)) close();
  };
  const close = (): void => {
    if (closed) return;
    closed = true;
    unfollow?.();
    const code = Buffer.alloc(2);
    code.writeUInt16BE(NORMAL_CLOSURE);
    socket.write(frame(CLOSE, code));
  };
  const unfollow = task?.onChange(follow);
  // A reader of logs sends only close frames.
  socket.on('data', (chunk: Buffer) => {
    if (((chunk[0] ?? 0) & 0x0f) !== CLOSE) return;
    close();
    socket.end();
  });
  socket.on('close', () => unfollow?.());
  socket.on('error', () => unfollow?.());
  follow();
}

/** A frame as servers send them: final, not masked. */
function frame(opcode: number, payload: Buffer): Buffer {
  const length = payload.length;
  let header: Buffer;
  if (length < 126) {
    header = Buffer.from([FINAL | opcode, length]);
  } else if (length < 0x10000) {
    header = Buffer.from([FINAL | opcode, 126, 0, 0]);
    header.writeUInt16BE(length, 2);
  } else {
    header = Buffer.from([FINAL | opcode, 127, 0, 0, 0, 0, 0, 0, 0, 0]);
    header.writeBigUInt64BE(BigInt(length), 2);
  }
  return Buffer.concat([header, payload]);
}
