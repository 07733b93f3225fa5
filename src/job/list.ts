/** What is asked of a list: an array is one. */
export interface List<Item> extends Iterable<Item> {
  readonly length: number;
  at(index: number): Item | undefined;
  slice(start?: number, end?: number): readonly Item[];
  map<Made>(make: (item: Item) => Made): readonly Made[];
  some(test: (item: Item) => boolean): boolean;
}

/** A list that makes its items when they are asked for: in memory, there are never more of them than in use. */
export class LazyList<Item> implements List<Item> {
  readonly length: number;
  readonly #make: (index: number) => Item;

  constructor(length: number, make: (index: number) => Item) {
    this.length = length;
    this.#make = make;
  }

  at(index: number): Item | undefined {
    return index < this.length ? this.#make(index) : undefined;
  }

  slice(start = 0, end = this.length): readonly Item[] {
    const last = Math.min(end, this.length);
    return Array.from({ length: Math.max(0, last - start) }, (_, index) => this.#make(start + index));
  }

  map<Made>(make: (item: Item) => Made): readonly Made[] {
    return Array.from(this, make);
  }

  some(test: (item: Item) => boolean): boolean {
    for (const item of this) if (test(item)) return true;
    return false;
  }

  *[Symbol.iterator](): Generator<Item> {
    for (let index = 0; index < this.length; index++) yield this.#make(index);
  }
}

/** The items of a page, counted from 1; without a size, all items. */
export function onPage<Item>(
  items: readonly Item[],
  { page = 1, size }: { readonly page?: number; readonly size?: number | undefined },
): readonly Item[] {
  return size === undefined ? items : items.slice((page - 1) * size, page * size);
}

/** The items at the positions that `choose` returns for their ids; without it, all items. */
export function chosenFrom<Item>(
  items: readonly Item[],
  choose: ((ids: readonly string[]) => readonly number[]) | undefined,
  idOf: (item: Item) => string,
): readonly Item[] {
  if (choose === undefined) return items;
  return choose(items.map(idOf)).map((position) => items[position] as Item);
}
