import type { Batch } from '../datastore/batch.ts';
import type { ArtifactReader } from '../job/instance.ts';
import { PickleReader } from '../job/pickle-reader.ts';
import { pickledTable } from '../job/pickled-table.ts';
import { text } from './arguments.ts';
import { eitherOf } from './call-signals.ts';
import { type Callable, calledNow, calledRows } from './called.ts';
import { checkedRowsOptions, type TableRowsOptions } from './job-options.ts';
import { type JobState, stateOf } from './job-state.ts';

/** What is made of the batches of a table of a job, as they are read, and what ends the reading. */
export function readTable<T>(
  job: object,
  of: Callable,
  name: string,
  given: TableRowsOptions | null,
  give: (batch: Batch, artifacts: ArtifactReader) => T,
): { readonly rows: AsyncGenerator<T, void, undefined>; readonly signal: AbortSignal | undefined } {
  const state = stateOf(job);
  const call = { name: `Job.${of.name}`, of, uri: state.uri };
  const { table, options } = calledNow(call, () => ({
    table: text(name, "the table's name"),
    options: checkedRowsOptions(given, of.name),
  }));
  const signal = eitherOf(options.signal, state.view.signal);
  const rows = calledRows({ ...call, signal }, () => batchesOf(state, table, { ...options, signal }, give));
  return { rows, signal };
}

async function* batchesOf<T>(
  state: JobState,
  name: string,
  { unpickle, ...options }: TableRowsOptions,
  give: (batch: Batch, artifacts: ArtifactReader) => T,
): AsyncGenerator<T, void, undefined> {
  const source = await state.source();
  const stored = await source.table(name);
  const table = unpickle === true ? pickledTable(stored, new PickleReader()) : stored;
  for await (const batch of table.read(options)) yield give(batch, source.artifacts);
}
