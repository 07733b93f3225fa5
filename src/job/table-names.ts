import { type Batch, NO_ROWS } from '../datastore/batch.ts';
import type { TypedRow, TypedValue } from '../datastore/typed-value.ts';
import { notFound } from '../errors.ts';
import type { Lookup, NamedColumn } from '../expression/lookup.ts';
import { beginningsOf, mayReachInto, neighboursOf, reach, readNamed, resolveName } from '../expression/named-value.ts';
import { show } from '../text/show.ts';
import { meantAndKnown } from '../text/suggest.ts';
import { type ScanOptions, silently, type TableSource } from './instance.ts';

/** Resolves names to columns of one table, and paths into their values. */
export class TableNames {
  readonly #table: TableSource;
  readonly #resolved: ReadonlyMap<string, NamedColumn>;
  readonly #skipDamaged: ScanOptions['skipDamaged'];

  private constructor(
    table: TableSource,
    resolved: ReadonlyMap<string, NamedColumn>,
    skipDamaged: ScanOptions['skipDamaged'],
  ) {
    this.#table = table;
    this.#resolved = resolved;
    this.#skipDamaged = skipDamaged;
  }

  /** Resolves names. A name without a column is kept: the scan that requires it will refuse it. */
  static async resolve(
    table: TableSource,
    names: readonly string[],
    { skipDamaged }: Pick<ScanOptions, 'skipDamaged'> = {},
  ): Promise<TableNames> {
    const present = await presentOf(table, names.filter(mayReachInto));
    const resolved = names.map((name): [string, NamedColumn] => [
      name,
      resolveName(name, (column) => present.has(column)) ?? { name, column: name, path: '' },
    ]);
    // The scan itself reports skipped damage.
    return new TableNames(table, new Map(resolved), silently(skipDamaged));
  }

  /** The column that holds a name's value, and the path inside. */
  place(name: string): NamedColumn {
    return this.#resolved.get(name) ?? { name, column: name, path: '' };
  }

  /** The columns that hold the values of these names. */
  columns(names: Iterable<string>): readonly string[] {
    return [...new Set(Array.from(names, (name) => this.#resolved.get(name)?.column ?? name))];
  }

  /** Whether each of these names is a column itself. */
  areColumns(names: Iterable<string>): boolean {
    for (const name of names) if (this.#resolved.get(name)?.path !== '') return false;
    return true;
  }

  /** Looks up names in a row. */
  lookup(row: TypedRow): Lookup {
    return (name) => {
      const named = this.#resolved.get(name);
      return named === undefined ? row.get(name) : readNamed(named, row);
    };
  }

  /** A row with only these names; names without a value are absent. */
  pick(row: TypedRow, names: readonly string[]): TypedRow {
    const lookup = this.lookup(row);
    return new Map(
      names.flatMap((name) => {
        const value = lookup(name);
        return value === undefined ? [] : [[name, value]];
      }),
    );
  }

  /** Looks up names in the rows of a batch. The lookup of a row is valid until that of the next one is made. */
  lookupIn(batch: Batch): (row: number) => Lookup {
    const readers = new Map<string, (row: number) => TypedValue | undefined>();
    const readerOf = (name: string) => {
      let reader = readers.get(name);
      if (reader === undefined) {
        reader = this.readerIn(batch, name);
        readers.set(name, reader);
      }
      return reader;
    };
    let current = 0;
    const lookup: Lookup = (name) => readerOf(name)(current);
    return (row) => {
      current = row;
      return lookup;
    };
  }

  /** Reads one name in the rows of a batch. */
  readerIn(batch: Batch, name: string): (row: number) => TypedValue | undefined {
    const { column: columnName, path } = this.place(name);
    const column = batch.column(columnName);
    if (column === undefined) return () => undefined;
    if (path === '') return (row) => batch.value(column, row);
    return (row) => {
      const value = batch.value(column, row);
      return value && reach(value, path);
    };
  }

  /** A batch with exactly these names as columns; those that reach into values are computed. */
  projected(batch: Batch, names: readonly string[]): Batch {
    if (this.areColumns(names)) return batch.project(names);
    const direct = names.filter((name) => this.place(name).path === '');
    const own = batch.project(direct);
    return batch.withColumns(
      names.flatMap((name) => own.column(name) ?? batch.compute(name, this.readerIn(batch, name))),
    );
  }

  /**
   * Passes the batches through unchanged. Before the first one, it throws for a name that reaches no value in the whole
   * table.
   */
  async *checked(batches: AsyncIterable<Batch>): AsyncGenerator<Batch> {
    const check = this.#reachCheck();
    let isChecked = check.isDone;
    for await (const batch of batches) {
      if (!isChecked) await this.#search(check, batch);
      isChecked = true;
      yield batch;
    }
    if (!isChecked) await this.#search(check, NO_ROWS);
  }

  #reachCheck(): ReachCheck {
    return new ReachCheck([...this.#resolved.values()].filter(({ path }) => path !== ''));
  }

  async #search(check: ReachCheck, batch: Batch): Promise<void> {
    if (check.see(batch)) return;
    for await (const more of this.#table.read({ columns: check.columns(), skipDamaged: this.#skipDamaged })) {
      if (check.see(more)) return;
    }
    throw check.error(this.#table.name);
  }
}

/** The columns that path-like names may mean. Names that are columns themselves need no search through the table. */
async function presentOf(table: TableSource, names: readonly string[]): Promise<ReadonlySet<string>> {
  if (names.length === 0) return new Set();
  const exact = await table.present(names);
  const beginnings = names.filter((name) => !exact.has(name)).flatMap(beginningsOf);
  return beginnings.length === 0 ? exact : new Set([...exact, ...(await table.present(beginnings))]);
}

/** Looks for values that names reach into. */
class ReachCheck {
  readonly #missing: Map<NamedColumn, Set<string>>;
  /** Columns in which bytes were seen. */
  readonly #withBytes = new Set<string>();

  constructor(names: readonly NamedColumn[]) {
    this.#missing = new Map(names.map((named) => [named, new Set()]));
  }

  /** Whether every name has reached something. */
  get isDone(): boolean {
    return this.#missing.size === 0;
  }

  /** True once every name has reached something. */
  see(batch: Batch): boolean {
    for (const [named, neighbours] of this.#missing) {
      const column = batch.column(named.column);
      for (let index = 0; column !== undefined && index < batch.length; index++) {
        const value = batch.value(column, batch.at(index));
        if (value === undefined) continue;
        if (value.type === 'BYTES') this.#withBytes.add(named.column);
        if (reach(value, named.path) !== undefined) {
          this.#missing.delete(named);
          break;
        }
        if (neighbours.size < MAX_NEIGHBOURS) for (const name of neighboursOf(named, value)) neighbours.add(name);
      }
    }
    return this.isDone;
  }

  columns(): readonly string[] {
    return [...new Set(Array.from(this.#missing.keys(), ({ column }) => column))];
  }

  error(table: string): Error {
    const [[named, neighbours] = NOTHING] = this.#missing;
    const { name, column } = named;
    const message = `the table ${show(table)} has no column ${show(name)}, and no value of ${show(column)} has ${show(named.path)}`;
    if (neighbours.size === 0) {
      const values = `The values of ${show(column)}`;
      return notFound(
        message,
        this.#withBytes.has(column) ? `${values} ${BYTES_HINT}` : `${values} have no names inside.`,
      );
    }
    return notFound(message, meantAndKnown(name, 'There are', neighbours));
  }
}

const MAX_NEIGHBOURS = 200;
const BYTES_HINT =
  'are bytes. Pickles are read unless --no-unpickle is given, with --typed only where --unpickle is given.';
const NOTHING: [NamedColumn, ReadonlySet<string>] = [{ name: '', column: '', path: '' }, new Set()];
