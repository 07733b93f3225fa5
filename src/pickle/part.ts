import type { TypedValue } from '../datastore/typed-value.ts';
import type { NumberList } from './number-list.ts';

/**
 * What a pickle's opcodes build. Scalars, and lists and dicts of values, are typed values already; names, calls and
 * references to the outside become values once the whole pickle is read.
 */
export type Part = ScalarPart | ListPart | MapPart | Name | Made | Outside;

export type ScalarPart = Exclude<TypedValue, { readonly type: 'LIST' | 'TUPLE' | 'MAP' | 'OBJECT' }>;

/** A list, a tuple or a set. */
export interface ListPart {
  readonly type: 'LIST' | 'TUPLE';
  value: Part[];
  /** The source of the items if they are many numbers; `value` is read-only then. */
  numbers?: NumberList | undefined;
}

export interface MapPart {
  readonly type: 'MAP';
  value: EntryPart[];
}

export interface EntryPart {
  readonly key: Part;
  value: Part;
}

/** A class or function, of which only the name is known. */
export interface Name {
  readonly type: 'NAME';
  readonly module: string;
  /** Qualified by the classes around it: `Outer.Inner`. */
  readonly name: string;
  /** Set for a class that the pickle defines itself. */
  readonly definition: Definition | null;
}

/** What a pickle says about a class that it defines itself. */
export interface Definition {
  qualifiedName: string;
  /** The names of an enumeration's members by the identities of their values. */
  readonly members: ReadonlyMap<unknown, string>;
}

/** A call that Python would make: an instance of a class, or the result of a function. Nothing is ever called. */
export interface Made {
  readonly type: 'MADE';
  readonly callable: Part;
  readonly args: readonly Part[];
  readonly kwargs: MapPart | null;
  /** The states that BUILD set, in order. */
  states: Part[];
  items: Part[];
  entries: EntryPart[];
}

/** Something that a pickle refers to but does not contain. */
export interface Outside {
  readonly type: 'OUTSIDE';
  readonly kind: 'persistent id' | 'out-of-band buffer';
  readonly id: Part;
}

export const NONE_PART: ScalarPart = { type: 'UNKNOWN', value: null };
export const TRUE_PART: ScalarPart = { type: 'BOOL', value: true };
export const FALSE_PART: ScalarPart = { type: 'BOOL', value: false };

/** Shared empty arrays, replaced when something is added: most parts need none of their own. */
export const NO_PARTS: Part[] = [];
export const NO_ENTRIES: EntryPart[] = [];
Object.freeze(NO_PARTS);
Object.freeze(NO_ENTRIES);

export const EMPTY_TUPLE: ListPart = { type: 'TUPLE', value: NO_PARTS };

export function madeOf(callable: Part, args: readonly Part[], kwargs: MapPart | null = null): Made {
  return { type: 'MADE', callable, args, kwargs, states: NO_PARTS, items: NO_PARTS, entries: NO_ENTRIES };
}

export function isScalar(part: Part): part is ScalarPart {
  switch (part.type) {
    case 'LIST':
    case 'TUPLE':
    case 'MAP':
    case 'NAME':
    case 'MADE':
    case 'OUTSIDE':
      return false;
    default:
      return true;
  }
}

/** The items of a list or tuple, undefined for anything else. */
export function itemsOf(part: Part | undefined): readonly Part[] | undefined {
  return part?.type === 'LIST' || part?.type === 'TUPLE' ? part.value : undefined;
}

export function textOf(part: Part | undefined): string | undefined {
  return part?.type === 'STRING' ? part.value : undefined;
}

/** An integer that is exact as a JavaScript number. */
export function integerOf(part: Part | undefined): number | undefined {
  return part?.type === 'INT64' && typeof part.value === 'number' ? part.value : undefined;
}

/** Bytes; a str of Python 2 is read as a string if it is ASCII. */
export function bytesOf(part: Part | undefined): Uint8Array | undefined {
  if (part?.type === 'BYTES') return part.value;
  return part?.type === 'STRING' ? Buffer.from(part.value, 'latin1') : undefined;
}

/** The value under a string key of a dict. */
export function entryOf(part: Part | undefined, name: string): Part | undefined {
  if (part?.type !== 'MAP') return undefined;
  return part.value.find(({ key }) => key.type === 'STRING' && key.value === name)?.value;
}

/** An integer of any size. */
export function fullNumberOf(part: Part | undefined): bigint | undefined {
  return part?.type === 'INT64' || part?.type === 'INT' ? BigInt(part.value) : undefined;
}
