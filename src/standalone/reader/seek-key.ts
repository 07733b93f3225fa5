import type { KeyRange } from '../../datastore/keys.ts';
import type { KeyValue } from '../../job/instance.ts';
import type { Line, LoadedBlock } from './loaded-block.ts';

/** The key of a range of one key, if it can be found as text in the bytes of a block; otherwise null. */
export function singleTextKey({ start, end, endInclusive }: KeyRange): string | null {
  const single = typeof start === 'string' && start === end && endInclusive === true;
  // Only characters that JSON never escapes.
  return single && /^[\w-]+$/.test(start) ? start : null;
}

/** Finds the line of a key by its text, without reading other lines. Null if the block does not have it. */
export function seekKey(
  block: LoadedBlock,
  key: string,
  read: (line: Line) => { readonly key: KeyValue } | null,
): Line | null {
  const { content } = block;
  for (let found = content.indexOf(key); found >= 0; ) {
    const start = content.lastIndexOf(10, found) + 1;
    const line = { block, start, end: block.endOfLine(start) };
    if (read(line)?.key === key) return line;
    found = content.indexOf(key, line.end);
  }
  return null;
}
