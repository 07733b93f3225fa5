import type { Batch } from '../datastore/batch.ts';
import { BatchBuilder } from '../datastore/batch-builder.ts';
import type { TypedRow } from '../datastore/typed-value.ts';
import type { Summaries, TableSource } from '../job/instance.ts';

/** Rows of summary tables, held as columns: as maps, a hundred thousand of them would take ten times the memory. */
export class SummaryRows implements Summaries {
  readonly #metrics: readonly string[] | undefined;
  readonly #places = new Map<string, number>();
  readonly #builder = new BatchBuilder();
  #rows: Batch | undefined;
  #lacksColumns = false;

  private constructor(metrics: readonly string[] | undefined) {
    this.#metrics = metrics;
  }

  /** Reads the rows of these jobs, or of all; only the columns of these metrics from tables that have them all. */
  static async read(
    tables: readonly TableSource[],
    uuids: readonly string[] | undefined,
    metrics?: readonly string[],
  ): Promise<SummaryRows> {
    const rows = new SummaryRows(metrics);
    const wanted = uuids && new Set(uuids);
    for (const table of tables) {
      // The table of an old client is not read if the newer one has all rows.
      if (wanted?.size !== rows.size) await rows.#add(table, wanted);
    }
    rows.#rows = rows.#builder.finish();
    return rows;
  }

  /** Whether no other column can be asked for: the rows have all, or each of the metrics in some row. */
  get areEnough(): boolean {
    return !this.#lacksColumns || (this.#metrics ?? []).every((name) => this.#rows?.column(name) !== undefined);
  }

  get size(): number {
    return this.#places.size;
  }

  get(uuid: string): TypedRow | undefined {
    const place = this.#places.get(uuid);
    return place === undefined ? undefined : this.#rows?.row(place);
  }

  *values(): Generator<TypedRow> {
    for (let place = 0; place < this.size; place++) if (this.#rows) yield this.#rows.row(place);
  }

  *[Symbol.iterator](): Generator<[string, TypedRow]> {
    for (const [uuid, place] of this.#places) if (this.#rows) yield [uuid, this.#rows.row(place)];
  }

  async #add(table: TableSource, wanted: ReadonlySet<string> | undefined): Promise<void> {
    const { column } = await table.key();
    for await (const batch of table.read({ columns: await this.#columnsOf(table, column), ahead: 0 })) {
      const key = batch.column(column);
      if (key === undefined) continue;
      // A row that lacks a column must not move it behind the others.
      for (const { name } of batch.columns) this.#builder.place(name);
      for (let index = 0; index < batch.length; index++) {
        const row = batch.at(index);
        const uuid = batch.value(key, row)?.value;
        if (typeof uuid !== 'string' || wanted?.has(uuid) === false || this.#places.has(uuid)) continue;
        this.#places.set(uuid, this.#builder.size);
        this.#builder.add(batch.row(row));
      }
    }
  }

  async #columnsOf(table: TableSource, keyColumn: string): Promise<readonly string[] | undefined> {
    const metrics = this.#metrics;
    if (metrics === undefined) return undefined;
    const present = await table.present(metrics);
    if (!metrics.every((name) => present.has(name))) return undefined;
    this.#lacksColumns = true;
    return [keyColumn, ...metrics];
  }
}
