import type { Batch } from '../datastore/batch.ts';
import { ColumnSet } from '../datastore/column-set.ts';
import { BoundedBuffer } from './bounded-buffer.ts';
import { type DelimitedKind, delimitedHeader } from './delimited.ts';
import { encodeRows } from './encode-rows.ts';

/** The format of comma- or tab-separated values. */
export interface DelimitedFormat {
  readonly kind: DelimitedKind;
  /** Whether there is a header line; there is none without columns. */
  readonly header: boolean;
  /** Whether text that a spreadsheet would take for a formula gets an apostrophe in front. */
  readonly safe?: boolean;
  /** The columns, in order (default: the rows decide). */
  readonly fixed?: readonly string[] | undefined;
  /** With fewer rows than this, the columns with values are in order of first appearance; with more, in the scan's order. */
  readonly lookahead: number;
}

const NOTHING = Buffer.from('');
const LINE_FEED = Buffer.from('\n');

/**
 * The rows of a scan as comma- or tab-separated values, in chunks of whole rows. Unless the columns are fixed, they are only
 * known after the last row: until then, the text printed with the columns of the first batch is held back, as these are
 * usually right. If they are not, or if the text is too long to hold, a second pass prints the rows again. `all` gives the
 * columns of the header if there are no rows.
 */
export async function* delimitedRows(
  read: () => AsyncIterable<Batch>,
  { kind, header, safe = false, fixed, lookahead }: DelimitedFormat,
  all: () => Promise<readonly string[]>,
  held = new BoundedBuffer(),
): AsyncGenerator<Uint8Array> {
  const headerOf = (columns: readonly string[]) => {
    const line = header ? delimitedHeader(kind, columns, safe) : '';
    return line === '' ? [] : [Buffer.from(line)];
  };
  const encode = (batch: Batch, columns: readonly string[]) =>
    encodeRows(batch.project(columns), safe ? `safe-${kind}` : kind, NOTHING, LINE_FEED);
  if (fixed !== undefined) {
    let isBegun = false;
    for await (const batch of read()) {
      if (!isBegun) yield* headerOf(fixed);
      isBegun = true;
      yield* encode(batch, fixed);
    }
    if (!isBegun) yield* headerOf(fixed);
    return;
  }
  const seen = new ColumnSet();
  let guess: readonly string[] | undefined;
  for await (const batch of read()) {
    seen.add(batch);
    guess ??= seen.inOrder();
    if (seen.size > guess.length) held.drop();
    else if (held.isWhole) for (const chunk of encode(batch, guess)) held.add(chunk);
  }
  if (guess === undefined) {
    if (header) yield* headerOf(await all());
    return;
  }
  const columns = seen.rows < lookahead ? seen.asAppeared() : seen.inOrder();
  yield* headerOf(columns);
  if (held.isWhole && isSame(columns, guess)) yield* held.take();
  else for await (const batch of read()) yield* encode(batch, columns);
}

function isSame(some: readonly string[], others: readonly string[]): boolean {
  return some.length === others.length && some.every((name, index) => name === others[index]);
}
