import type { Batch } from '../datastore/batch.ts';
import { ColumnSet } from '../datastore/column-set.ts';
import { delimitedHeader } from './delimited.ts';
import { encodeRows } from './encode-rows.ts';
import { HeldText } from './held-text.ts';

/** What comma- or tab-separated values look like. */
export interface DelimitedFormat {
  readonly kind: 'csv' | 'tsv';
  /** Whether the columns' names come first; there is no header without columns. */
  readonly header: boolean;
  /** Whether text that a spreadsheet takes for a formula stands behind an apostrophe. */
  readonly safe?: boolean;
  /** The columns of the cells, in their order. Without them, the rows decide. */
  readonly fixed?: readonly string[] | undefined;
  /**
   * Of fewer rows than that, the columns are those with values, each at the place where it first appeared; of more they
   * are those that the scan asks for, or those with values in the scan's order.
   */
  readonly lookahead: number;
}

const NOTHING = Buffer.from('');
const LINE_FEED = Buffer.from('\n');

/**
 * The rows of a scan as comma- or tab-separated values, in chunks of whole rows. Which columns they have is only known
 * behind the last row; until then text is held back that was printed with those of the first batch, usually the right ones.
 * If they are not, or if it is too long to be held, a second pass prints the rows once more. `chosen` are the columns that
 * the scan was asked for.
 */
export async function* delimitedRows(
  read: () => AsyncIterable<Batch>,
  { kind, header, safe = false, fixed, lookahead }: DelimitedFormat,
  chosen: readonly string[] | undefined,
  held = new HeldText(),
): AsyncGenerator<Uint8Array> {
  const headerOf = (columns: readonly string[]) => {
    const line = header ? delimitedHeader(kind, columns, safe) : '';
    return line === '' ? [] : [Buffer.from(line)];
  };
  const encode = (batch: Batch, columns: readonly string[]) =>
    encodeRows(batch.project(columns), safe ? `safe-${kind}` : kind, NOTHING, LINE_FEED);
  const seen = new ColumnSet();
  const known = fixed ?? chosen;
  let guess: readonly string[] | undefined = known;
  let isBegun = false;
  for await (const batch of read()) {
    seen.add(batch);
    guess ??= seen.inOrder();
    if (!isBegun && known !== undefined && (fixed !== undefined || seen.rows >= lookahead)) {
      if (!held.isWhole) break;
      isBegun = true;
      yield* headerOf(known);
      yield* held.take();
    }
    if (isBegun) yield* encode(batch, guess);
    else if (known === undefined && seen.size > guess.length) held.drop();
    else if (held.isWhole) for (const chunk of encode(batch, guess)) held.add(chunk);
  }
  if (isBegun) return;
  const columns = fixed ?? (seen.rows < lookahead ? seen.asAppeared() : (chosen ?? seen.inOrder()));
  yield* headerOf(columns);
  if (held.isWhole && isSame(columns, guess ?? [])) yield* held.take();
  else for await (const batch of read()) yield* encode(batch, columns);
}

function isSame(some: readonly string[], others: readonly string[]): boolean {
  return some.length === others.length && some.every((name, index) => name === others[index]);
}
