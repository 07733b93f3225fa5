import type { TypedEntry, TypedObject, TypedValue } from '../datastore/typed-value.ts';
import { type Memory, type PickleLimits, SIZE } from './limits.ts';
import { fullNameOf } from './names.ts';
import { objectOf, textValue } from './object.ts';
import type { EntryPart, ListPart, Made, MapPart, Outside, Part, ScalarPart } from './part.ts';
import type { Values } from './recipe.ts';
import { RECIPES } from './recipes/recipes.ts';
import { UnreadablePickle } from './unreadable.ts';

/** A value that was made once, for its other uses. */
interface Known {
  readonly value: TypedValue;
  /** How many values it contains, counted at each use. */
  readonly size: number;
  /** How many characters and bytes its strings have, counted in the same way. */
  readonly characters: number;
  /** Its levels of nesting. */
  readonly height: number;
}

/** Makes values from the parts of a pickle. Lists, tuples and dicts are changed in place. */
export class ValueMaker implements Values {
  readonly #limits: PickleLimits;
  readonly #memory: Memory;
  /** Null for a part whose value is being made; the map is undefined if no part is used twice. */
  readonly #known: Map<Part, Known | null> | undefined;
  #copies: Map<Part, TypedValue> | undefined;
  #count = 0;
  #characters = 0;
  #deepest = 0;

  constructor(limits: PickleLimits, memory: Memory, mayShare: boolean) {
    this.#limits = limits;
    this.#memory = memory;
    this.#known = mayShare ? new Map() : undefined;
  }

  of(part: Part, depth: number): TypedValue {
    switch (part.type) {
      case 'LIST':
      case 'TUPLE':
      case 'MAP':
      case 'MADE':
        return this.#once(part, depth);
      case 'NAME':
        return textValue(fullNameOf(part), this);
      case 'OUTSIDE':
        return this.#outside(part, depth);
      case 'BYTES':
        return this.#copy(part);
      case 'STRING':
        this.count(1, 0, part.value.length);
        return part;
      case 'INT':
        this.count(1, 0, digitsOf(part.value));
        return part;
      default:
        this.count(1, 0);
        return part;
    }
  }

  /** A copy, as the pickle's bytes may be changed afterwards. */
  #copy(part: ScalarPart & { readonly type: 'BYTES' }): TypedValue {
    this.count(1, 0, part.value.length);
    this.#copies ??= new Map();
    const known = this.#copies.get(part);
    if (known !== undefined) return known;
    this.#memory.use(SIZE.bytes + part.value.length);
    const copy: TypedValue = { type: 'BYTES', value: new Uint8Array(part.value) };
    this.#copies.set(part, copy);
    return copy;
  }

  all(parts: readonly Part[], depth: number): TypedValue[] {
    return parts.map((part) => this.of(part, depth));
  }

  count(values: number, bytes: number, characters = 0): void {
    this.#count += values;
    this.#characters += characters;
    if (this.#count > this.#limits.values) {
      throw new UnreadablePickle(`it has more than ${this.#limits.values.toLocaleString('en')} values`);
    }
    if (this.#characters > this.#limits.bytes) {
      throw new UnreadablePickle(`it has more than ${Math.floor(this.#limits.bytes / 2 ** 20)} MiB of text`);
    }
    this.#memory.use(bytes);
  }

  reach(depth: number): void {
    if (depth > this.#limits.depth) {
      throw new UnreadablePickle(`it is nested more than ${this.#limits.depth} levels deep`);
    }
    if (depth > this.#deepest) this.#deepest = depth;
  }

  /** The value of a part that may be shared: made once, but counted at each use. */
  #once(part: ListPart | MapPart | Made, depth: number): TypedValue {
    const known = this.#known?.get(part);
    if (known === null) throw new UnreadablePickle('it contains itself');
    if (known !== undefined) {
      this.reach(depth + known.height);
      this.count(known.size, 0, known.characters);
      return known.value;
    }
    this.reach(depth);
    if (this.#known === undefined) return this.#make(part, depth);
    this.#known.set(part, null);
    const countBefore = this.#count;
    const charactersBefore = this.#characters;
    const deepestBefore = this.#deepest;
    this.#deepest = depth;
    const value = this.#make(part, depth);
    this.#memory.use(SIZE.known);
    this.#known.set(part, {
      value,
      size: this.#count - countBefore,
      characters: this.#characters - charactersBefore,
      height: this.#deepest - depth,
    });
    this.#deepest = Math.max(this.#deepest, deepestBefore);
    return value;
  }

  #make(part: ListPart | MapPart | Made, depth: number): TypedValue {
    switch (part.type) {
      case 'MAP':
        return this.#map(part, depth);
      case 'MADE':
        return this.#made(part, depth);
      default:
        return this.#list(part, depth);
    }
  }

  /** Replaces each item that is not a value yet, which makes the list itself a value. */
  #list(list: ListPart, depth: number): TypedValue {
    if (list.numbers !== undefined) {
      this.count(1 + list.numbers.length, SIZE.numbers);
      return { type: list.type, value: list.numbers.values() };
    }
    this.count(1, 0);
    const items: (Part | TypedValue)[] = list.value;
    for (let index = 0; index < items.length; index++) {
      const item = items[index] as Part;
      const value = this.of(item, depth + 1);
      if (value !== item) items[index] = value;
    }
    return list as TypedValue;
  }

  #map(map: MapPart, depth: number): TypedValue {
    this.count(1, 0);
    const entries: (EntryPart | TypedEntry)[] = map.value;
    for (let index = 0; index < entries.length; index++) {
      const entry = entries[index] as EntryPart;
      const key = this.of(entry.key, depth + 1);
      const value = this.of(entry.value, depth + 1);
      if (key !== entry.key || value !== entry.value) entries[index] = { key, value };
    }
    return map as TypedValue;
  }

  #made(made: Made, depth: number): TypedValue {
    const { callable } = made;
    const recipe = callable.type === 'NAME' ? RECIPES.get(fullNameOf(callable)) : undefined;
    return recipe?.(made, this, depth) ?? objectOf(made, this, depth);
  }

  #outside({ kind, id }: Outside, depth: number): TypedObject {
    this.reach(depth);
    this.count(1, SIZE.object);
    const name = kind === 'persistent id' ? 'id' : 'index';
    return { type: 'OBJECT', pythonType: kind, value: new Map([[name, this.of(id, depth + 1)]]) };
  }
}

/** The approximate number of digits of an integer. */
function digitsOf(value: bigint): number {
  return value > -SHORT && value < SHORT ? 20 : Math.ceil(value.toString(16).length * DIGITS_A_HEX_DIGIT);
}

const SHORT = 2n ** 64n;
const DIGITS_A_HEX_DIGIT = Math.log10(16);
