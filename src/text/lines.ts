/** Splits chunks of UTF-8 into lines. Linear, however long a line is. */
export async function* linesOf(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let pieces: string[] = [];
  for await (const chunk of chunks) {
    const [end = '', ...lines] = decoder.decode(chunk, { stream: true }).split('\n');
    pieces.push(end);
    if (lines.length === 0) continue;
    yield pieces.join('');
    pieces = [lines.pop() ?? ''];
    yield* lines;
  }
  pieces.push(decoder.decode());
  const rest = pieces.join('');
  if (rest !== '') yield rest;
}
