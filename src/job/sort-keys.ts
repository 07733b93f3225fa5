import type { TypedValue } from '../datastore/typed-value.ts';
import { compareTyped, compareTypedDescending } from '../expression/compare.ts';
import type { NamedColumn } from '../expression/lookup.ts';
import type { NamedValues } from '../expression/named-value.ts';
import { lookupIn } from '../expression/unknown-name.ts';
import { listedNames } from '../text/name-list.ts';
import type { SortKey } from './sort-batches.ts';

/** Parses `--sort a,-b`: a minus sorts descending, a plus is allowed. A name in backquotes may begin with either. */
export function parseSortKeys(texts: string | readonly string[], option = '--sort'): readonly SortKey[] {
  return listedNames(texts, option).map(({ name, isQuoted, sign }) => {
    const isSigned = !isQuoted && /^[-+]./.test(name);
    return { name: isSigned ? name.slice(1).trim() : name, descending: (isSigned ? name.charAt(0) : sign) === '-' };
  });
}

/** Sorts items by these keys of their rows, the first key being the most significant; equal items keep their order. */
export function sortByKeys<Item>(
  items: readonly Item[],
  keys: readonly SortKey[],
  rowOf: (item: Item) => NamedValues,
  resolved: ReadonlyMap<string, NamedColumn>,
): readonly Item[] {
  const columns = keys.map(({ name, descending }) => ({
    name,
    compare: descending ? compareTypedDescending : compareTyped,
    values: new Array<TypedValue | undefined>(items.length),
  }));
  for (const [place, item] of items.entries()) {
    const lookup = lookupIn(resolved, rowOf(item));
    for (const { name, values } of columns) values[place] = lookup(name);
  }
  // Places, not pairs of an item and its values: of very many jobs, those would be much of the memory.
  const places = Array.from(items.keys()).sort((a, b) => {
    for (const { compare, values } of columns) {
      const found = compare(values[a], values[b]);
      if (found !== 0) return found;
    }
    return 0;
  });
  return places.map((place) => items[place] as Item);
}
