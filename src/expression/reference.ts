import type { TypedValue } from '../datastore/typed-value.ts';
import { usageError } from '../errors.ts';
import { oneLine } from '../text/show.ts';
import { closest, didYouMean } from '../text/suggest.ts';
import { quoteName } from './name.ts';

/**
 * A name in an expression. `` model.name `` has the segments `model` and `name`, `` `sys/duration_ms` `` is one segment
 * whatever it contains. `name` is all of them, joined by dots.
 */
export interface NameReference {
  readonly name: string;
  readonly segments: readonly string[];
}

/** The value of a column or field of the record at hand; undefined where it has none. */
export type Lookup = (name: string) => TypedValue | undefined;

export interface UnknownName {
  readonly name: string;
  /** The up to three known names that may have been meant, best first. */
  readonly suggestions: readonly string[];
}

interface HasReferences {
  readonly references: readonly NameReference[];
}

/** Known names that an error message lists at most. */
const MOST_LISTED = 30;

/**
 * What a record has under a name: the column of the whole name (`model.name`), else the longest leading part that is a
 * column (`model`) and from there by the rest: keys of a map, attributes of an object, positions (from 0) in a list.
 */
export function readReference(reference: NameReference, lookup: Lookup): TypedValue | undefined {
  const { name, segments } = reference;
  const whole = lookup(name);
  if (whole !== undefined || segments.length === 1) return whole;
  for (let count = segments.length - 1; count > 0; count--) {
    const column = lookup(segments.slice(0, count).join('.'));
    if (column !== undefined) return walk(column, segments.slice(count));
  }
  return undefined;
}

function walk(start: TypedValue, path: readonly string[]): TypedValue | undefined {
  let value: TypedValue | undefined = start;
  for (const step of path) {
    if (value === undefined) return undefined;
    value = child(value, step);
  }
  return value;
}

function child(parent: TypedValue, step: string): TypedValue | undefined {
  switch (parent.type) {
    case 'OBJECT':
      return parent.value.get(step);
    case 'MAP':
      return parent.value.find(({ key }) => isKey(key, step))?.value;
    case 'LIST':
    case 'TUPLE':
      return /^\d{1,15}$/.test(step) ? parent.value[Number(step)] : undefined;
    default:
      return undefined;
  }
}

function isKey(key: TypedValue, step: string): boolean {
  return typeof key.value === 'bigint' || typeof key.value === 'number'
    ? String(key.value) === step
    : key.value === step;
}

/** The names of an expression that are neither known nor lead into a known column. */
export function unknownNames(expression: HasReferences, known: Iterable<string>): UnknownName[] {
  const columns = new Set(known);
  return expression.references
    .filter(({ segments }) => !prefixes(segments).some((prefix) => columns.has(prefix)))
    .map(({ name }) => ({ name, suggestions: closest(name, columns) }));
}

/** Refuses an expression with a name that is not known: a usage error that lists the names there are. */
export function checkNames(expression: HasReferences, known: Iterable<string>, label: string): void {
  const columns = [...new Set(known)];
  const [unknown] = unknownNames(expression, columns);
  if (unknown === undefined) return;
  const listed = columns.slice(0, MOST_LISTED).map(writeName).join(', ');
  const rest = columns.length > MOST_LISTED ? ` and ${columns.length - MOST_LISTED} more` : '';
  const suggestion = didYouMean(unknown.name, columns, writeName);
  throw usageError(
    `${label}: there is no ${writeName(unknown.name)}`,
    [suggestion, columns.length === 0 ? 'There are no names at all.' : `There are: ${listed}${rest}`]
      .filter((line) => line !== undefined)
      .join('\n'),
  );
}

/** Names of columns come from the job: they must not drive the terminal. */
function writeName(name: string): string {
  return oneLine(quoteName(name));
}

function prefixes(segments: readonly string[]): string[] {
  return segments.map((_, index) => segments.slice(0, index + 1).join('.'));
}
