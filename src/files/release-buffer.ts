import type { MessagePort } from 'node:worker_threads';

let closed: MessagePort | undefined;

/** Smaller ones may share Node's pool, of 64 KiB and a little since Node 24, and are not worth it. */
const WORTH_RELEASING = 1 << 17;

/**
 * Gives a large buffer's memory back at once, with all views of it: they are empty from then on. The collector would let
 * 64 MB of them pile up first.
 */
export function releaseBuffer({ buffer }: Uint8Array): void {
  if (!(buffer instanceof ArrayBuffer) || buffer.byteLength < WORTH_RELEASING) return;
  closed ??= closedPort();
  // What is moved into a message that nobody can receive is gone.
  closed.postMessage(null, [buffer]);
}

function closedPort(): MessagePort {
  const { MessageChannel } = process.getBuiltinModule('node:worker_threads');
  const { port1 } = new MessageChannel();
  port1.close();
  return port1;
}
