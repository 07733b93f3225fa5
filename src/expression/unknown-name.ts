import { isSwjobError, notFound, SwjobError } from '../errors.ts';
import { oneLine, show } from '../text/show.ts';
import { didYouMean, listText } from '../text/suggest.ts';
import type { Expression } from './expression.ts';
import type { Lookup, NamedColumn } from './lookup.ts';
import { quoteName } from './name.ts';
import { type NamedValues, neighboursOf, readNamed, resolveName } from './named-value.ts';
import type { QuotedName } from './parser.ts';

/** The columns or fields of records, and the records themselves, for names that lead into values. */
export interface KnownNames {
  readonly columns: ReadonlySet<string>;
  readonly rows: () => Iterable<NamedValues>;
  /** Paths that are valid even if no record has a value there, such as `model.name`. */
  readonly paths?: ReadonlySet<string>;
}

/** The name of an option for messages, and its spelling of names. */
export interface NameOption {
  readonly label: string;
  readonly write: (name: string) => string;
}

/**
 * Where to find the values of these names. Throws an error with a suggestion for a name that is neither a column nor
 * leads into a value, so that an empty result always means that nothing matches.
 */
export function resolveNames(
  names: Iterable<string>,
  known: KnownNames,
  { label, write }: NameOption,
): ReadonlyMap<string, NamedColumn> {
  const resolved = new Map<string, NamedColumn>();
  for (const name of names) {
    const found = resolveName(name, (column) => known.columns.has(column));
    if (found === undefined) throw unknownName(name, known.columns, { label, write });
    if (found.path !== '' && !known.paths?.has(name)) checkReach(found, known.rows(), { label, write });
    resolved.set(name, found);
  }
  return resolved;
}

/** The same for the names of a condition; if a string's quotes were forgotten, the hint says so. */
export function resolveCondition(
  condition: Expression,
  known: KnownNames,
  label: string,
): ReadonlyMap<string, NamedColumn> {
  const has = (column: string) => known.columns.has(column);
  for (const name of condition.names) {
    const quoted = condition.quoted(name);
    if (quoted === undefined || resolveName(name, has) !== undefined) continue;
    if (resolveName(quoted.beside, has) === undefined) continue;
    throw notFound(`${label}: there is no ${conditionName(name)}`, quotesHint(quoted));
  }
  return resolveNames(condition.names, known, { label, write: conditionName });
}

/** An error of a table; if it misses a column because a string in the condition has no quotes, its hint says so. */
export function explainQuotes(error: unknown, condition: Expression | undefined): unknown {
  if (condition === undefined || !isSwjobError(error, 'not-found')) return error;
  const { code, message, hint, status } = error;
  const name = condition.names.find((each) => message.endsWith(` has no column ${show(each)}`));
  const quoted = name === undefined ? undefined : condition.quoted(name);
  if (quoted === undefined) return error;
  const hints = [quotesHint(quoted), hint].filter((line) => line !== undefined);
  return new SwjobError(code, message, { hint: hints.join('\n'), status, cause: error });
}

function quotesHint({ condition }: QuotedName): string {
  return `Text needs quotes: ${oneLine(condition)}`;
}

/** The values of resolved names in a row. */
export function lookupIn(resolved: ReadonlyMap<string, NamedColumn>, row: NamedValues): Lookup {
  return (name) => {
    const named = resolved.get(name);
    return named && readNamed(named, row);
  };
}

/** Column names come from the job, so control characters are escaped. */
export function conditionName(name: string): string {
  return oneLine(quoteName(name));
}

function checkReach(named: NamedColumn, rows: Iterable<NamedValues>, option: NameOption): void {
  const neighbours = new Set<string>();
  for (const row of rows) {
    if (readNamed(named, row) !== undefined) return;
    const value = row.get(named.column);
    if (value !== undefined) for (const name of neighboursOf(named, value)) neighbours.add(name);
  }
  throw unknownName(named.name, neighbours.size > 0 ? neighbours : [named.column], option);
}

function unknownName(name: string, known: Iterable<string>, { label, write }: NameOption): SwjobError {
  const names = [...new Set(known)];
  const listed = names.length === 0 ? 'There are no names at all.' : `There are: ${listText(names, write)}`;
  const hint = [didYouMean(name, names, write), listed].filter((line) => line !== undefined).join('\n');
  return notFound(`${label}: there is no ${write(name)}`, hint);
}
