import type { TypedValue } from '../datastore/typed-value.ts';
import { membersOf } from '../expression/named-value.ts';
import { PickleReader } from '../job/pickle-reader.ts';

/** Levels of dicts and objects to look into. */
const DEPTH = 2;
/** Maximum of names to offer per column. */
const MAX_NAMES = 100;

/** Collects paths into the values of columns, such as `output/label`; pickles are read, too. */
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

  /** The collected names, column by column. */
  found(): readonly string[] {
    return [...this.#names.values()].flatMap((names) => [...names]);
  }
}

function addNames(names: Set<string>, before: string, value: TypedValue, depth: number): void {
  for (const [key, inner] of membersOf(value)) {
    const name = `${before}/${key}`;
    if (names.size >= MAX_NAMES) return;
    names.add(name);
    if (depth > 1) addNames(names, name, inner, depth - 1);
  }
}
