import { isSwjobError, notFound, type SwjobError } from '../errors.ts';
import { show } from '../text/show.ts';
import { meantAndKnown } from '../text/suggest.ts';
import type { JobSource, TableSource } from './instance.ts';

/** The error for a table that a job does not have, on either kind of instance. */
export function unknownTable(name: string, known: readonly string[]): SwjobError {
  const hint = known.length === 0 ? 'It has no tables.' : meantAndKnown(name, 'Its tables', known, tableText);
  return notFound(`the job has no table ${show(name)}`, hint);
}

/** Opens a table of one of several jobs: the error for a missing one says which job lacks it. */
export async function tableOfNamed(job: JobSource, table: string, name: string): Promise<TableSource> {
  try {
    return await job.table(table);
  } catch (error) {
    if (!isSwjobError(error, 'not-found')) throw error;
    throw notFound(`${name}: ${error.message}`, error.hint);
  }
}

/** A name as it can be typed: quoted if it has spaces, commas or control characters. */
function tableText(name: string): string {
  return /^[\w/.-]+$/.test(name) ? name : show(name);
}
