import type { Batch } from '../datastore/batch.ts';
import type { Column } from '../datastore/cell.ts';
import type { TypedValue } from '../datastore/typed-value.ts';
import { plainText } from '../render/cell-text.ts';
import { pipedCell, visible, visibleJson } from '../render/control-characters.ts';
import { jsonText } from '../render/json.ts';
import type { OutputFormat } from './output-format.ts';
import type { Target } from './output-target.ts';
import type { RowSource } from './row-source.ts';

/** Prints the ids only: one per line, in JSON as a list. */
export async function printIds(source: RowSource, { sink, isTerminal }: Target, format: OutputFormat): Promise<void> {
  const text = idText(format, isTerminal);
  const isList = format === 'json';
  let isEmpty = true;
  for await (const ids of idsOf(source)) {
    let lines = '';
    for (const id of ids) {
      lines += isList ? (isEmpty ? '[\n' : ',\n') + text(id) : `${text(id)}\n`;
      isEmpty = false;
    }
    await sink.write(lines);
    await sink.flush();
  }
  if (isList) await sink.write(isEmpty ? '[]\n' : '\n]\n');
  await sink.flush();
}

/** The values of the id column, batch by batch. */
async function* idsOf({ batches, read, idColumn }: RowSource): AsyncGenerator<Iterable<TypedValue>> {
  if (read === undefined) {
    for await (const rows of batches()) yield rows.flatMap((row) => row.get(idColumn) ?? []);
    return;
  }
  for await (const batch of read()) {
    const column = batch.column(idColumn);
    if (column !== undefined) yield valuesOf(batch, column);
  }
}

function* valuesOf(batch: Batch, column: Column): Iterable<TypedValue> {
  for (let index = 0; index < batch.length; index++) {
    const value = batch.value(column, batch.at(index));
    if (value !== undefined) yield value;
  }
}

/** How an id is written on a line of its own. */
export function idText(format: OutputFormat, isTerminal: boolean): (id: TypedValue) => string {
  if (format === 'json' || format === 'jsonl') return isTerminal ? (id) => visibleJson(jsonText(id)) : jsonText;
  const shown = isTerminal ? visible : pipedCell;
  return (id) => shown(plainText(id));
}
