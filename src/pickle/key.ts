import type { EntryPart, MapPart, Part } from './part.ts';

/**
 * What is equal for two keys exactly if they are the same key of a dict in Python: 1, 1.0 and True are. Keys whose
 * equality only their class knows are equal to themselves alone.
 */
export function keyIdentity(key: Part): unknown {
  switch (key.type) {
    case 'STRING':
      return key.value;
    case 'UNKNOWN':
      return null;
    case 'BOOL':
      return key.value ? 1 : 0;
    case 'BYTES':
      return `\ud800${Buffer.from(key.value.buffer, key.value.byteOffset, key.value.byteLength).toString('latin1')}`;
    case 'TUPLE':
      return tupleIdentity(key.value) ?? key;
    case 'LIST':
    case 'MAP':
    case 'NAME':
    case 'MADE':
    case 'OUTSIDE':
      return key;
    default:
      if (typeof key.value === 'bigint') return key.value;
      if (Number.isNaN(key.value)) return key;
      return Number.isInteger(key.value) && !Number.isSafeInteger(key.value) ? BigInt(key.value) : key.value;
  }
}

const MAX_TUPLE_KEY = 16;

function tupleIdentity(items: readonly Part[]): string | undefined {
  if (items.length > MAX_TUPLE_KEY) return undefined;
  let text = '\udfff';
  for (const item of items) {
    const identity = item.type === 'TUPLE' ? item : keyIdentity(item);
    if (typeof identity === 'object' && identity !== null) return undefined;
    text += `${typeof identity} ${String(identity).length} ${identity}`;
  }
  return text;
}

const FEW = 8;

/** Where the keys of a pickle's larger dicts lie in them. */
export type KeyIndexes = Map<MapPart, Map<unknown, number>>;

/** Puts pairs into a dict, a later value of the same key in the place of the earlier. */
export function setEntries(
  map: MapPart,
  added: readonly EntryPart[],
  stack: { readonly keyIndexes: KeyIndexes },
): void {
  const isSmall = map.value.length + added.length <= FEW;
  const entries = map.value.length === 0 ? [] : map.value;
  map.value = entries;
  const index = isSmall ? undefined : indexOf(map, stack.keyIndexes);
  for (const entry of added) {
    const identity = keyIdentity(entry.key);
    const place = index ? index.get(identity) : placeOf(entries, identity);
    const known = place === undefined ? undefined : entries[place];
    if (known !== undefined) known.value = entry.value;
    else {
      index?.set(identity, entries.length);
      entries.push(entry);
    }
  }
}

function indexOf(map: MapPart, indexes: KeyIndexes): Map<unknown, number> {
  const known = indexes.get(map);
  if (known !== undefined) return known;
  const index = new Map(map.value.map(({ key }, place) => [keyIdentity(key), place]));
  indexes.set(map, index);
  return index;
}

function placeOf(entries: readonly EntryPart[], identity: unknown): number | undefined {
  for (let place = 0; place < entries.length; place++) {
    if (keyIdentity((entries[place] as EntryPart).key) === identity) return place;
  }
  return undefined;
}

/** The items of a set: each once. */
export function distinct(items: readonly Part[]): Part[] {
  const seen = new Set<unknown>();
  return items.filter((item) => {
    const identity = keyIdentity(item);
    if (seen.has(identity)) return false;
    seen.add(identity);
    return true;
  });
}
