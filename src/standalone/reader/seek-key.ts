import type { KeyRange } from '../../datastore/keys.ts';
import type { KeyValue } from '../../job/instance.ts';
import type { Line, LoadedBlock } from './loaded-block.ts';

/** The one key that a range asks for, where its text can be looked for in the bytes of a block. */
export function singleTextKey({ start, end, endInclusive }: KeyRange): string | null {
  const single = typeof start === 'string' && start === end && endInclusive === true;
  // Only what JSON writes as it is.
  return single && /^[\w-]+$/.test(start) ? start : null;
}

/** The line of a key, found by its text: the lines before it are not read. Null where the block has none. */
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
