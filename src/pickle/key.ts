import { type Memory, SIZE } from './limits.ts';
import type { EntryPart, MapPart, Part } from './part.ts';

/** Longer keys are equal only if they are the same part: comparing them again and again would take too long. */
const LONGEST_COMPARED = 256;

/**
 * The identity of a key: two keys have the same one exactly if they are the same key of a dict in Python, as 1, 1.0 and
 * True are. A key whose class defines equality is equal only to itself.
 */
export function keyIdentity(key: Part): unknown {
  switch (key.type) {
    case 'STRING':
      return key.value.length <= LONGEST_COMPARED ? key.value : key;
    case 'UNKNOWN':
      return null;
    case 'BOOL':
      return key.value ? 1 : 0;
    case 'BYTES':
      if (key.value.length > LONGEST_COMPARED) return key;
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

const MAX_TUPLE_KEY = 8;

function tupleIdentity(items: readonly Part[]): string | undefined {
  if (items.length > MAX_TUPLE_KEY) return undefined;
  let text = '\udfff';
  for (const item of items) {
    const identity = item.type === 'TUPLE' ? item : keyIdentity(item);
    if ((typeof identity === 'object' && identity !== null) || typeof identity === 'bigint') return undefined;
    text += `${typeof identity} ${String(identity).length} ${identity}`;
    if (text.length > LONGEST_COMPARED) return undefined;
  }
  return text;
}

const FEW = 8;

/** The positions of the keys in a pickle's larger dicts. */
export type KeyIndexes = Map<MapPart, Map<unknown, number>>;

interface Indexed {
  readonly keyIndexes: KeyIndexes;
  readonly memory: Memory;
}

/** Adds pairs to a dict; a later value of a key replaces an earlier one. */
export function setEntries(map: MapPart, added: EntryPart[], stack: Indexed): void {
  const isSmall = map.value.length + added.length <= FEW;
  if (isSmall && map.value.length === 0 && areDistinct(added)) {
    map.value = added;
    return;
  }
  const entries = map.value.length === 0 ? [] : map.value;
  map.value = entries;
  const index = isSmall ? undefined : indexOf(map, stack);
  for (const entry of added) {
    const identity = index ? countedIdentity(entry.key, stack.memory) : keyIdentity(entry.key);
    const place = index ? index.get(identity) : placeOf(entries, identity, entries.length);
    const known = place === undefined ? undefined : entries[place];
    if (known !== undefined) known.value = entry.value;
    else {
      if (index !== undefined) {
        stack.memory.use(SIZE.indexed + SIZE.grown);
        index.set(identity, entries.length);
      }
      entries.push(entry);
    }
  }
}

function areDistinct(entries: readonly EntryPart[]): boolean {
  for (let place = 1; place < entries.length; place++) {
    const identity = keyIdentity((entries[place] as EntryPart).key);
    if (placeOf(entries, identity, place) !== undefined) return false;
  }
  return true;
}

function indexOf(map: MapPart, { keyIndexes, memory }: Indexed): Map<unknown, number> {
  const known = keyIndexes.get(map);
  if (known !== undefined) return known;
  memory.use(SIZE.index + map.value.length * SIZE.indexed);
  const index = new Map(map.value.map(({ key }, place) => [countedIdentity(key, memory), place]));
  keyIndexes.set(map, index);
  return index;
}

/** The identity of a key that is stored; counts its memory. */
function countedIdentity(key: Part, memory: Memory): unknown {
  const identity = keyIdentity(key);
  if (typeof identity === 'string' && key.type !== 'STRING') memory.use(SIZE.string + 2 * identity.length);
  return identity;
}

function placeOf(entries: readonly EntryPart[], identity: unknown, end: number): number | undefined {
  for (let place = 0; place < end; place++) {
    if (keyIdentity((entries[place] as EntryPart).key) === identity) return place;
  }
  return undefined;
}

/** The items of a set, without duplicates. */
export function distinct(items: Part[], memory: Memory): Part[] {
  if (items.length === 0) return items;
  memory.use(SIZE.index + items.length * (SIZE.indexed + 2 * SIZE.slot));
  const identities = new Set(items.map((item) => countedIdentity(item, memory)));
  if (identities.size === items.length) return items;
  return items.filter((item) => identities.delete(keyIdentity(item)));
}
