import type { TypedValue } from '../datastore/typed-value.ts';
import { type ContentPair, sameValue } from '../job/diff/same-value.ts';

/** A value that differs, or a part of one. */
export interface PartChange {
  readonly name: string;
  readonly old: TypedValue | undefined;
  readonly new: TypedValue | undefined;
}

/** Values nested deeper than this are compared as a whole. */
const MAX_DEPTH = 4;
/** A list with more differences is shown as a whole. */
const MAX_ITEMS = 3;

/** The parts of a value that differ, with their paths: entries of dicts and objects, and a few items of lists. */
export function partsOf(name: string, old: TypedValue | undefined, value: TypedValue | undefined): PartChange[] {
  return within({ name, old, new: value }, 0);
}

function within(part: PartChange, depth: number): PartChange[] {
  const [before, after] = [childrenOf(part.old), childrenOf(part.new)];
  if (before === null || after === null || depth === MAX_DEPTH || part.old?.type !== part.new?.type) return [part];
  const names = [...new Set([...before.keys(), ...after.keys()])];
  const differing = names.filter((name) => differs(before.get(name), after.get(name)));
  const isList = part.old?.type === 'LIST' || part.old?.type === 'TUPLE';
  if (differing.length === 0 || (isList && (before.size !== after.size || differing.length > MAX_ITEMS))) return [part];
  return differing.flatMap((name) =>
    within({ name: `${part.name}/${name}`, old: before.get(name), new: after.get(name) }, depth + 1),
  );
}

function differs(a: TypedValue | undefined, b: TypedValue | undefined): boolean {
  const contents: ContentPair[] = [];
  return !sameValue(a, b, 0, contents) || contents.length > 0;
}

/** The parts of a value by name; null for a value that is shown whole, such as an artifact. */
function childrenOf(value: TypedValue | undefined): ReadonlyMap<string, TypedValue> | null {
  switch (value?.type) {
    case 'MAP': {
      const entries = value.value.map(({ key, value: item }) => [key.value, item] as const);
      return entries.every(([key]) => typeof key === 'string') ? new Map(entries as [string, TypedValue][]) : null;
    }
    case 'OBJECT':
      return value.value.get('link')?.type === 'OBJECT' || value.value.has('uri') ? null : value.value;
    case 'LIST':
    case 'TUPLE':
      return new Map(value.value.map((item, index) => [String(index), item]));
    default:
      return null;
  }
}
