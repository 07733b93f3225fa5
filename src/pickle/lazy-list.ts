/**
 * A read-only array whose items are made each time they are accessed. A million numbers take 64 MiB as values, but 8
 * MiB as doubles.
 */
export function lazyList<T>(length: number, item: (index: number) => T): readonly T[] {
  return new Proxy<T[]>([], new LazyItems(length, item));
}

class LazyItems<T> implements ProxyHandler<T[]> {
  readonly #length: number;
  readonly #item: (index: number) => T;
  readonly #iterate: () => Generator<T>;

  constructor(length: number, item: (index: number) => T) {
    this.#length = length;
    this.#item = item;
    // An array's own iterator looks up each index as a string, which takes four times as long.
    this.#iterate = function* () {
      for (let index = 0; index < length; index++) yield item(index);
    };
  }

  get(target: T[], key: string | symbol): unknown {
    if (key === Symbol.iterator) return this.#iterate;
    if (key === 'length') return this.#length;
    const index = this.#indexOf(key);
    return index === undefined ? Reflect.get(target, key) : this.#item(index);
  }

  has(target: T[], key: string | symbol): boolean {
    return this.#indexOf(key) !== undefined || Reflect.has(target, key);
  }

  ownKeys(): string[] {
    return [...Array.from({ length: this.#length }, (_, index) => String(index)), 'length'];
  }

  getOwnPropertyDescriptor(_target: T[], key: string | symbol): PropertyDescriptor | undefined {
    if (key === 'length') return { value: this.#length, writable: true, enumerable: false, configurable: false };
    const index = this.#indexOf(key);
    if (index === undefined) return undefined;
    return { value: this.#item(index), writable: false, enumerable: true, configurable: true };
  }

  defineProperty(): boolean {
    return false;
  }

  deleteProperty(): boolean {
    return false;
  }

  #indexOf(key: string | symbol): number | undefined {
    if (typeof key !== 'string') return undefined;
    const index = Number(key);
    return index >= 0 && index < this.#length && String(index) === key && Number.isInteger(index) ? index : undefined;
  }
}
