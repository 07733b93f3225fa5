const LINE_FEED = 10;

/** Splits content again, from chunks that end anywhere into chunks that end with a line. */
export async function* wholeLines(pieces: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let begun: Buffer[] = [];
  for await (const piece of pieces) {
    // The line across two chunks gets a chunk of its own, so the others need no copy.
    const from = begun.length === 0 ? 0 : piece.indexOf(LINE_FEED) + 1;
    const to = piece.lastIndexOf(LINE_FEED) + 1;
    const rest = Buffer.from(piece.subarray(to));
    if (from > 0) yield Buffer.concat([...begun, piece.subarray(0, from)]);
    if (to > from) yield piece.subarray(from, to);
    if (to > 0) begun = [];
    if (rest.length > 0) begun.push(rest);
  }
  if (begun.length > 0) yield Buffer.concat(begun);
}
