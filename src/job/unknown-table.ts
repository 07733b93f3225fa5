import { notFound, type SwjobError } from '../errors.ts';
import { show } from '../text/show.ts';
import { meantAndKnown } from '../text/suggest.ts';

/** The error for a table that a job does not have, on either kind of instance. */
export function unknownTable(name: string, known: readonly string[]): SwjobError {
  const hint = known.length === 0 ? 'It has no tables.' : meantAndKnown(name, 'Its tables', known, tableText);
  return notFound(`the job has no table ${show(name)}`, hint);
}

/** A name as it can be typed: quoted if it has spaces, commas or control characters. */
function tableText(name: string): string {
  return /^[\w/.-]+$/.test(name) ? name : show(name);
}
