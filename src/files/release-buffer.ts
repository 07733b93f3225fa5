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

/** The largest size that raises the limit below which the allocator of glibc keeps what is freed. */
const LARGEST_RAISE = (1 << 25) - (1 << 16);

/**
 * Lets the next large buffers use memory that others gave back: glibc returns each to the system at first, and the system
 * fills it with zeros anew. Freeing one large buffer, which is never touched, changes that.
 */
export function keepReleasedMemory(): void {
  releaseBuffer(Buffer.allocUnsafeSlow(LARGEST_RAISE));
}

/**
 * The size to allocate for a large buffer, up to a quarter more: those of similar sizes then fit into each other's place. With
 * sizes that all differ, freed memory ends up in pieces that are too small for the next.
 */
export function sizeToReuse(size: number): number {
  if (size < WORTH_RELEASING) return size;
  const step = 2 ** (Math.floor(Math.log2(size)) - 2);
  return Math.ceil(size / step) * step;
}

function closedPort(): MessagePort {
  const { MessageChannel } = process.getBuiltinModule('node:worker_threads');
  const { port1 } = new MessageChannel();
  port1.close();
  return port1;
}
