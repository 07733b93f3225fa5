import type { Batch } from '../datastore/batch.ts';
import { isSwjobError, SwjobError } from '../errors.ts';
import type { ArtifactReader } from '../job/instance.ts';
import { PickleReader } from '../job/pickle-reader.ts';
import { pickledTable } from '../job/pickled-table.ts';
import { throwIfAborted } from './arguments.ts';
import { calledRows } from './called.ts';
import type { TableRowsOptions } from './job-options.ts';
import type { JobState } from './job-state.ts';

/** What is made of the batches of a table of a job, as they are read. */
export function readBatches<T>(
  state: JobState,
  name: string,
  { signal = state.view.signal, ...options }: TableRowsOptions,
  give: (batch: Batch, artifacts: ArtifactReader) => T,
): AsyncGenerator<T, void, undefined> {
  return calledRows(() => batchesOf(state, name, { ...options, signal }, give), state.view.signal, state.uri);
}

async function* batchesOf<T>(
  state: JobState,
  name: string,
  { unpickle, ...options }: TableRowsOptions,
  give: (batch: Batch, artifacts: ArtifactReader) => T,
): AsyncGenerator<T, void, undefined> {
  throwIfAborted(options.signal, 'the reading');
  const source = await state.source();
  const stored = await source.table(name);
  const table = unpickle === true ? pickledTable(stored, new PickleReader()) : stored;
  try {
    for await (const batch of table.read(options)) yield give(batch, source.artifacts);
  } catch (error) {
    if (options.signal?.aborted !== true || isSwjobError(error)) throw error;
    throw new SwjobError('interrupted', 'the reading was interrupted', { cause: error });
  }
}
