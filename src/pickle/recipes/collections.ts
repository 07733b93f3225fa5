import { SIZE } from '../limits.ts';
import { listValue, mapValue } from '../object.ts';
import { type EntryPart, itemsOf, type Made, type Part } from '../part.ts';
import type { Recipe, Recipes, Values } from '../recipe.ts';

/** Dicts, lists and sets of Python's own classes. */
export const COLLECTION_RECIPES: Recipes = {
  'collections.OrderedDict': (made, values, depth) => {
    const entries = orderedEntries(made, values);
    return entries && mapValue(entries, values, depth);
  },
  'collections.defaultdict': (made, values, depth) => mapValue(made.entries, values, depth),
  'collections.Counter': (made, values, depth) => {
    const [counts] = made.args;
    if (made.args.length > 1 || (counts !== undefined && counts.type !== 'MAP')) return undefined;
    return mapValue([...(counts?.value ?? []), ...made.entries], values, depth);
  },
  'builtins.dict': (made, values, depth) => {
    const entries = orderedEntries(made, values);
    return entries && mapValue(entries, values, depth);
  },
  'collections.deque': listOf,
  'builtins.list': listOf,
  'builtins.set': listOf,
  'builtins.frozenset': listOf,
  'builtins.tuple': (made, values, depth) => listValue('TUPLE', itemsOf(made.args[0]) ?? [], values, depth),
};

function listOf(...[made, values, depth]: Parameters<Recipe>): ReturnType<Recipe> {
  const items = made.args.length === 0 ? [] : itemsOf(made.args[0]);
  return items && listValue('LIST', [...items, ...made.items], values, depth);
}

/**
 * The pairs that were added to a dict, after those that it was made from: a dict, or a list of pairs as in Python 2.
 */
function orderedEntries({ args, entries }: Made, values: Values): readonly EntryPart[] | undefined {
  const [source] = args;
  if (source === undefined) return entries;
  if (source.type === 'MAP') return [...source.value, ...entries];
  const items = itemsOf(source);
  values.count(0, (items?.length ?? 0) * SIZE.entry);
  const pairs = items?.map(pairOf);
  return pairs?.every((pair) => pair !== undefined) ? [...pairs, ...entries] : undefined;
}

function pairOf(part: Part): EntryPart | undefined {
  const [key, value, ...rest] = itemsOf(part) ?? [];
  return key === undefined || value === undefined || rest.length > 0 ? undefined : { key, value };
}
