import type { TypedValue } from '../datastore/typed-value.ts';
import { membersOf } from '../expression/named-value.ts';
import { PickleReader } from '../job/pickle-reader.ts';

/** So many levels of dicts and objects are gone into. */
const DEPTH = 2;
/** More names than that are not offered of one column. */
const MOST = 100;

/** Collects the names that lead into the values of columns, such as `output/label`; pickles are read for that. */
export class InnerNames {
  readonly #pickles = new PickleReader();
  readonly #names = new Map<string, Set<string>>();

  async add(column: string, value: TypedValue): Promise<void> {
    if (value.type === 'BYTES') await this.#pickles.load();
    const read = value.type === 'BYTES' ? this.#pickles.read(column, value) : value;
    let names = this.#names.get(column);
    if (names === undefined) {
      names = new Set();
      this.#names.set(column, names);
    }
    addNames(names, column, read, DEPTH);
  }

  /** Those that were found, by columns. */
  found(): readonly string[] {
    return [...this.#names.values()].flatMap((names) => [...names]);
  }
}

function addNames(names: Set<string>, before: string, value: TypedValue, depth: number): void {
  for (const [key, inner] of membersOf(value)) {
    const name = `${before}/${key}`;
    if (names.size >= MOST) return;
    names.add(name);
    if (depth > 1) addNames(names, name, inner, depth - 1);
  }
}
