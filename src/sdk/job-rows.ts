import type { Batch } from '../datastore/batch.ts';
import type { ArtifactReader, TableSource } from '../job/instance.ts';
import { eitherOf } from '../signals.ts';
import { text } from './arguments.ts';
import { withDamageCallback } from './callbacks.ts';
import { type Callable, calledNow, calledRows } from './called.ts';
import { checkedRowsOptions, type TableRowsOptions } from './job-options.ts';
import { type JobState, stateOf } from './job-state.ts';
import { tableOfJob } from './table-of-job.ts';

/** Converts a batch. `isOver` says whether the next one uses its memory. */
type Give<T> = (batch: Batch, artifacts: ArtifactReader, isOver: () => boolean) => T;

/** Reads a job's table in batches, converting each with `give`; `signal` is what aborts the reading. */
export function readTable<T>(
  job: object,
  of: Callable,
  name: string,
  given: TableRowsOptions | null,
  give: Give<T>,
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
  give: Give<T>,
): AsyncGenerator<T, void, undefined> {
  const source = await state.source();
  const stored = tableOfJob(state.uri, await source.table(name));
  const table = unpickle === true ? await unpickled(stored) : stored;
  for await (const batch of withDamageCallback(options, (guarded) => table.read(guarded))) {
    let isOver = false;
    try {
      yield give(batch, source.artifacts, () => isOver);
    } finally {
      isOver = true;
    }
  }
}

/** Loaded on demand: a program that reads plain rows does without it. */
async function unpickled(table: TableSource): Promise<TableSource> {
  const { PickleReader } = await import('../job/pickle-reader.ts');
  const { pickledTable } = await import('../job/pickled-table.ts');
  return pickledTable(table, new PickleReader());
}
