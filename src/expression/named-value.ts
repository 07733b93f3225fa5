import type { TypedRow, TypedValue } from '../datastore/typed-value.ts';
import type { NamedColumn } from './lookup.ts';

/** Separates the parts of a name: `output/label` and `output.label` lead into the column `output`. */
const SEPARATOR = /[/.]/;
/** Maximum of names to collect for suggestions. */
const MAX_NAMES = 200;
/** Enough positions of a list to show what names of its items look like. */
const MAX_POSITIONS = 10;

/** Whether a name may lead into the value of a column of a shorter name. */
export function mayReachInto(name: string): boolean {
  return beginningsOf(name).length > 0;
}

/** The columns that a name may lead into, longest first: `a/b` and `a` for `a/b.c`. */
export function beginningsOf(name: string): readonly string[] {
  const columns: string[] = [];
  for (let end = name.length - 2; end > 0; end--) {
    if (SEPARATOR.test(name.charAt(end))) columns.push(name.slice(0, end));
  }
  return columns;
}

/**
 * Where to find the value of a name: in the column of exactly that name, else inside the longest column that it begins
 * with. Undefined if there is neither. This is the one rule for names in conditions, columns, fields and sort keys.
 */
export function resolveName(name: string, has: (column: string) => boolean): NamedColumn | undefined {
  if (has(name)) return { name, column: name, path: '' };
  for (const column of beginningsOf(name)) {
    if (has(column)) return { name, column, path: name.slice(column.length + 1) };
  }
  return undefined;
}

/** A row that is only asked for values. */
export type NamedValues = Pick<TypedRow, 'get'>;

/** The value of a resolved name in a row; undefined if the row has none. */
export function readNamed({ column, path }: NamedColumn, row: NamedValues): TypedValue | undefined {
  const value = row.get(column);
  return path === '' || value === undefined ? value : reach(value, path);
}

/**
 * Follows a path into a value: keys of a MAP, attributes of an OBJECT or else positions in its `_args`, positions from 0
 * in a LIST or TUPLE. Keys may contain separators: the longest matching key counts. Undefined if the path leads nowhere.
 */
export function reach(start: TypedValue, path: string): TypedValue | undefined {
  const { value, rest } = follow(start, path);
  return rest === '' ? value : undefined;
}

/** Follows a path as far as possible; `rest` is the part that could not be followed. */
function follow(start: TypedValue, path: string): { readonly value: TypedValue; readonly rest: string } {
  let value = start;
  let rest = path;
  while (rest !== '') {
    const step = [rest, ...beginningsOf(rest)].find((key) => child(value, key) !== undefined);
    const next = step === undefined ? undefined : child(value, step);
    if (step === undefined || next === undefined) break;
    value = next;
    rest = rest.slice(step.length + 1);
  }
  return { value, rest };
}

function child(parent: TypedValue, step: string): TypedValue | undefined {
  switch (parent.type) {
    case 'OBJECT': {
      const args = parent.value.get('_args');
      return parent.value.get(step) ?? (args === undefined || args.type === 'OBJECT' ? undefined : child(args, step));
    }
    case 'MAP':
      return parent.value.find(({ key }) => keyText(key) === step)?.value;
    case 'LIST':
    case 'TUPLE':
      return /^\d{1,15}$/.test(step) ? parent.value[Number(step)] : undefined;
    default:
      return undefined;
  }
}

function keyText({ value }: TypedValue): string | undefined {
  if (typeof value === 'string') return value;
  return typeof value === 'bigint' || typeof value === 'number' ? String(value) : undefined;
}

/** Names that exist beside a name that was not found inside a value, in the user's spelling. */
export function neighboursOf({ name, path }: NamedColumn, value: TypedValue): readonly string[] {
  const { value: parent, rest } = follow(value, path);
  const before = name.slice(0, name.length - rest.length);
  return childNames(parent).map((key) => before + key);
}

function childNames(parent: TypedValue): readonly string[] {
  if (parent.type === 'LIST' || parent.type === 'TUPLE') {
    return Array.from({ length: Math.min(parent.value.length, MAX_POSITIONS) }, (_, index) => String(index));
  }
  return Array.from(membersOf(parent), ([name]) => name);
}

/** The first members of a MAP or OBJECT that can be named. */
export function membersOf(parent: TypedValue): Iterable<readonly [string, TypedValue]> {
  if (parent.type === 'OBJECT') return [...parent.value].slice(0, MAX_NAMES);
  if (parent.type !== 'MAP') return [];
  return parent.value.slice(0, MAX_NAMES).flatMap(({ key, value }) => {
    const name = keyText(key);
    return name === undefined ? [] : [[name, value] as const];
  });
}

/** All members of a LIST, TUPLE, MAP or OBJECT by name; null if a key of a MAP cannot be a name. */
export function membersIn(parent: TypedValue): readonly (readonly [string, TypedValue])[] | null {
  switch (parent.type) {
    case 'OBJECT':
      return [...parent.value];
    case 'LIST':
    case 'TUPLE':
      return parent.value.map((item, index) => [String(index), item] as const);
    case 'MAP': {
      const members: (readonly [string, TypedValue])[] = [];
      for (const { key, value } of parent.value) {
        const step = keyText(key);
        if (step === undefined) return null;
        members.push([step, value]);
      }
      return members;
    }
    default:
      return null;
  }
}
