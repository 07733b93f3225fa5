import type { Batch } from '../../datastore/batch.ts';
import type { TypedValue } from '../../datastore/typed-value.ts';
import { SwjobError, usageError } from '../../errors.ts';
import { show } from '../../text/show.ts';
import type { PickleReader } from '../pickle-reader.ts';
import type { Join, JoinedRows } from './joined.ts';
import { BatchRow, type HeldRow, type RowView } from './row-view.ts';

/** The memory limit for the rows of one table, estimated roughly. */
const MAX_BYTES = 512 * 2 ** 20;
const KEY_BYTES = 100;

/** A table that is joined by the values of columns. */
export interface HashedTable {
  read(): AsyncIterable<Batch>;
  /** The job's name in messages. */
  readonly job: string;
}

export interface HashJoinOptions {
  readonly on: readonly string[];
  readonly pickles: PickleReader | undefined;
  /** Columns that nothing needs. */
  readonly leftOut: ReadonlySet<string>;
  readonly maxBytes?: number;
}

/**
 * Joins two tables by the values of columns. The job's rows are held in memory, up to a limit; of the base only the values
 * joined by. Rows come in the order of the base, followed by those that only the job has.
 */
export async function* hashJoin(base: HashedTable, job: HashedTable, options: HashJoinOptions): Join {
  const { on, pickles, leftOut } = options;
  const memory = new Memory(options.maxBytes ?? MAX_BYTES, on);
  const rows = new Map<string, HeldRow>();
  for await (const batch of job.read()) {
    for (const row of rowsOf(batch, pickles)) {
      const key = joinKey(row, on);
      if (rows.has(key)) throw duplicate(row, on, job.job);
      const held = row.held(leftOut);
      memory.take(key.length + held.bytes);
      rows.set(key, held);
    }
  }
  const seen = new Set<string>();
  for await (const batch of base.read()) {
    yield (function* (): Generator<JoinedRows> {
      for (const row of rowsOf(batch, pickles)) {
        const key = joinKey(row, on);
        if (seen.has(key)) throw duplicate(row, on, base.job);
        memory.take(key.length);
        seen.add(key);
        yield { base: row, job: rows.get(key) ?? null };
        rows.delete(key);
      }
    })();
  }
  yield Array.from(rows.values(), (row) => ({ base: null, job: row }));
}

function* rowsOf(batch: Batch, pickles: PickleReader | undefined): Generator<BatchRow> {
  const view = new BatchRow(batch, pickles);
  for (let index = 0; index < batch.length; index++) {
    view.moveTo(batch, batch.at(index));
    yield view;
  }
}

class Memory {
  readonly #most: number;
  readonly #on: readonly string[];
  #taken = 0;

  constructor(most: number, on: readonly string[]) {
    this.#most = most;
    this.#on = on;
  }

  take(bytes: number): void {
    this.#taken += bytes + KEY_BYTES;
    if (this.#taken <= this.#most) return;
    const limit = `${Math.round(this.#most / 2 ** 20)} MiB`;
    throw new SwjobError('operation-failed', `joining by ${this.#on.join(', ')} takes more than ${limit} of memory`, {
      hint: 'Compare fewer columns (--columns), or join by the key, which takes no memory: leave --on out.',
    });
  }
}

/** The values of these columns as one string: equal strings for equal values. */
function joinKey(row: RowView, on: readonly string[]): string {
  const texts = on.map((name) => keyText(row.lookup(name), name));
  return texts.length === 1 ? (texts[0] ?? '') : JSON.stringify(texts);
}

function keyText(typed: TypedValue | undefined, name: string): string {
  const value = typed?.value ?? null;
  if (value === null) return 'none';
  switch (typeof value) {
    case 'string':
      return `text ${value}`;
    case 'boolean':
      return String(value);
    case 'bigint':
      return `number ${value}`;
    case 'number':
      return `number ${Number.isInteger(value) ? BigInt(value) : value}`;
  }
  if (value instanceof Uint8Array) return `bytes ${Buffer.from(value).toString('base64')}`;
  throw usageError(
    `--on ${name}: rows cannot be joined by ${typed?.type === 'OBJECT' ? 'an' : 'a'} ${kindOf(typed)}`,
    'Name a column of strings or numbers.',
  );
}

function kindOf(typed: TypedValue | undefined): string {
  return typed?.type === 'MAP' ? 'dict' : (typed?.type ?? '').toLowerCase();
}

function duplicate(row: RowView, on: readonly string[], job: string): SwjobError {
  const values = on.map((name) => `${name} ${shownValue(row.lookup(name))}`).join(', ');
  return usageError(
    `--on ${on.join(',')}: the job ${job} has several rows with ${values}`,
    'Add columns that identify each row: --on COLUMN,COLUMN',
  );
}

function shownValue(typed: TypedValue | undefined): string {
  const value = typed?.value ?? null;
  if (value === null) return 'None';
  if (value instanceof Uint8Array) return `of ${value.length} bytes`;
  return show(String(value));
}
