import type { TypedValue } from '../datastore/typed-value.ts';
import type { NumberList } from './number-list.ts';

/**
 * What a pickle's opcodes put together. Parts that can stand for themselves are typed values already; names, objects to
 * be made and what lies outside of the pickle become values when all of it is read.
 */
export type Part = ScalarPart | ListPart | MapPart | Name | Made | Outside;

export type ScalarPart = Exclude<TypedValue, { readonly type: 'LIST' | 'TUPLE' | 'MAP' | 'OBJECT' }>;

/** A list, a tuple or a set. */
export interface ListPart {
  readonly type: 'LIST' | 'TUPLE';
  value: Part[];
  /** What the items are taken from where they are many numbers: then `value` can't be changed. */
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

/** A class or function: its name is all that is ever known of it. */
export interface Name {
  readonly type: 'NAME';
  readonly module: string;
  /** With the classes that it lies in, `Outer.Inner`. */
  readonly name: string;
  /** Set for a class whose definition the pickle holds. */
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
  /** What BUILD gave it, in that order. */
  states: Part[];
  items: Part[];
  entries: EntryPart[];
}

/** What a pickle refers to without holding it. */
export interface Outside {
  readonly type: 'OUTSIDE';
  readonly kind: 'persistent id' | 'out-of-band buffer';
  readonly id: Part;
}

export const NONE_PART: ScalarPart = { type: 'UNKNOWN', value: null };
export const TRUE_PART: ScalarPart = { type: 'BOOL', value: true };
export const FALSE_PART: ScalarPart = { type: 'BOOL', value: false };

/** Nothing in it, for as long as nothing is put into it: most need no array of their own. */
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

/** A whole number that fits a JavaScript number. */
export function integerOf(part: Part | undefined): number | undefined {
  return part?.type === 'INT64' && typeof part.value === 'number' ? part.value : undefined;
}

/** Bytes; those that Python 2 pickled as str came as text where they are ASCII. */
export function bytesOf(part: Part | undefined): Uint8Array | undefined {
  if (part?.type === 'BYTES') return part.value;
  return part?.type === 'STRING' ? Buffer.from(part.value, 'latin1') : undefined;
}

/** The value under a text key of a dict. */
export function entryOf(part: Part | undefined, name: string): Part | undefined {
  if (part?.type !== 'MAP') return undefined;
  return part.value.find(({ key }) => key.type === 'STRING' && key.value === name)?.value;
}

/** A whole number of any size. */
export function fullNumberOf(part: Part | undefined): bigint | undefined {
  return part?.type === 'INT64' || part?.type === 'INT' ? BigInt(part.value) : undefined;
}
