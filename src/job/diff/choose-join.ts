import type { Batch } from '../../datastore/batch.ts';
import { type DataType, isNumberType } from '../../datastore/typed-value.ts';
import { usageError } from '../../errors.ts';
import { type ScanOptions, silently } from '../instance.ts';
import { checkInBoth } from './check-names.ts';
import { Cursor } from './cursor.ts';
import type { DiffOptions, DiffSource } from './options.ts';

/** How the rows of two tables are joined. */
export interface ChosenJoin {
  readonly on: readonly string[];
  /** Whether the rows are joined by the keys of both tables. */
  readonly byKey: boolean;
  /** What to tell the user about the choice; null if nothing. */
  readonly note: string | null;
}

const INDEX = '_index';
/** A key in common is usually found among the first rows, without reading another block. */
const FIRST_ROWS = 1000;

/**
 * The columns to join by: those requested, else the keys. If the tables have no key in common, `_index` is used where both
 * have it.
 */
export async function chooseJoin(
  sources: readonly [DiffSource, DiffSource],
  { on, skipDamaged, signal }: DiffOptions,
): Promise<ChosenJoin> {
  const [base, job] = await Promise.all(sources.map(({ table }) => table.key()));
  if (base === undefined || job === undefined) return { on: [], byKey: true, note: null };
  if (on !== undefined) {
    if (on.length === 1 && on[0] === base.column && on[0] === job.column) {
      return { on, byKey: kindOf(base.type) === kindOf(job.type), note: null };
    }
    await checkInBoth(sources, on);
    return { on, byKey: false, note: null };
  }
  const [kind, other] = [kindOf(base.type), kindOf(job.type)];
  if (kind !== null && other !== null && kind !== other) {
    throw usageError(
      `the keys of the base are ${kind}, those of the job are ${other}`,
      'Join by a column that both tables have: --on COLUMN',
    );
  }
  const byKey = { on: [job.column], byKey: true, note: null };
  const isEmpty = base.type === null || job.type === null;
  const silent = { skipDamaged: silently(skipDamaged), signal };
  const keys = [base.column, job.column] as const;
  if (isEmpty || (await haveCommonKey(sources, keys, { ...silent, limit: FIRST_ROWS }))) return byKey;
  if (await haveCommonKey(sources, keys, silent)) return byKey;
  const indexed = await Promise.all(sources.map(({ table }) => table.present([INDEX])));
  if (!indexed.every((present) => present.has(INDEX))) return byKey;
  return { on: [INDEX], byKey: false, note: `The keys have nothing in common: rows are joined by ${INDEX}.` };
}

function kindOf(type: DataType | null): string | null {
  if (type === null) return null;
  if (type === 'STRING') return 'strings';
  if (type === 'BOOL') return 'true and false';
  return isNumberType(type) ? 'numbers' : type.toLowerCase();
}

async function haveCommonKey(
  sources: readonly [DiffSource, DiffSource],
  keys: readonly [string, string],
  options: Pick<ScanOptions, 'skipDamaged' | 'signal' | 'limit'>,
): Promise<boolean> {
  const cursorOf = (index: 0 | 1): Cursor => {
    const { table } = sources[index];
    const batches: AsyncIterable<Batch> = table.read({ columns: [keys[index]], ...options });
    return new Cursor(batches, table, keys[index], undefined);
  };
  const [base, job] = [cursorOf(0), cursorOf(1)];
  try {
    for (;;) {
      await Promise.all([base.load(), job.load()]);
      if (base.isEnded || job.isEnded) return false;
      while (!base.isPast && !job.isPast) {
        const order = base.compareKey(job);
        if (order === 0) return true;
        if (order < 0) base.advance();
        else job.advance();
      }
    }
  } finally {
    await Promise.all([base.close(), job.close()]);
  }
}
