import { base64 } from './json.ts';

/** Characters or bytes of a piece of text; a multiple of 3, as base64 has four characters for three bytes. */
export const PIECE = 3 << 14;

/** A string in slices, none of which ends within a surrogate pair. */
export function* textSlices(text: string): Generator<string> {
  for (let from = 0; from < text.length; ) {
    let end = from + PIECE;
    const last = text.charCodeAt(end - 1);
    if (last >= 0xd800 && last < 0xdc00) end++;
    yield text.slice(from, end);
    from = end;
  }
}

/** Bytes in base64, in slices. */
export function* base64Slices(bytes: Uint8Array): Generator<string> {
  for (let from = 0; from < bytes.length; from += PIECE) yield base64(bytes.subarray(from, from + PIECE));
}
