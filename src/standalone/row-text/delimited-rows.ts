import type { DelimitedFormat } from '../../job/instance.ts';
import { delimitedHeader } from '../../render/delimited.ts';
import { CellsForm } from './cells-form.ts';
import { HeldText } from './held-text.ts';
import { PrintedColumns } from './printed-columns.ts';
import type { TextForm } from './text-form.ts';

/** Opens a pass over the rows, which tells what it learns of their columns. */
export type TextPass = (form: TextForm, printed: PrintedColumns) => AsyncIterable<Uint8Array>;

/**
 * The rows of a scan as comma- or tab-separated values, in chunks of whole rows. Which columns they have is only known
 * behind the last row; until then text is held back that was printed with those of the first row, and mostly it is right.
 * Where it is not, or where it is too long to be held, a second pass prints the rows once more. `chosen` are the columns
 * that the scan was asked for.
 */
export async function* delimitedRows(
  pass: TextPass,
  format: DelimitedFormat,
  chosen: readonly string[] | undefined,
  held = new HeldText(),
): AsyncGenerator<Uint8Array> {
  const { kind, fixed, lookahead } = format;
  const header = (columns: readonly string[]) => {
    const line = format.header ? delimitedHeader(kind, columns) : '';
    return line === '' ? [] : [Buffer.from(line)];
  };
  const printed = new PrintedColumns();
  const known = fixed ?? chosen;
  const form = new CellsForm(kind, printed, known);
  let isBegun = false;
  for await (const chunk of pass(form, printed)) {
    if (isBegun) yield chunk;
    else {
      held.add(chunk);
      if (known !== undefined && (fixed !== undefined || printed.rows >= lookahead)) {
        if (!held.isWhole) break;
        isBegun = true;
        yield* header(known);
        yield* held.take();
      } else if (printed.columnCount > form.columns.length) held.drop();
    }
  }
  if (isBegun) return;
  const columns = fixed ?? (printed.rows < lookahead ? printed.asAppeared() : (chosen ?? printed.inOrder()));
  yield* header(columns);
  if (held.isWhole && isSame(columns, form.columns)) yield* held.take();
  else {
    const again = new PrintedColumns();
    yield* pass(new CellsForm(kind, again, columns), again);
  }
}

function isSame(some: readonly string[], others: readonly string[]): boolean {
  return some.length === others.length && some.every((name, index) => name === others[index]);
}
