import type { MessagePort } from 'node:worker_threads';

let closed: MessagePort | undefined;

/** Smaller buffers may share Node's pool (slightly over 64 KiB since Node 24), and are not worth the call. */
const WORTH_RELEASING = 1 << 17;

/**
 * Frees a large buffer's memory at once; all views of it become empty. The garbage collector would first let 64 MB of such
 * buffers pile up.
 */
export function releaseBuffer({ buffer }: Uint8Array): void {
  if (!(buffer instanceof ArrayBuffer) || buffer.byteLength < WORTH_RELEASING) return;
  closed ??= closedPort();
  // A buffer transferred with a message that nobody can receive is freed.
  closed.postMessage(null, [buffer]);
}

function closedPort(): MessagePort {
  const { MessageChannel } = process.getBuiltinModule('node:worker_threads');
  const { port1 } = new MessageChannel();
  port1.close();
  return port1;
}
