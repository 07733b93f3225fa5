import type { Batch } from '../datastore/batch.ts';
import { batchesOf } from '../datastore/batch-builder.ts';
import type { ColumnTypes } from '../datastore/column-types.ts';
import type { TypedRow, TypedValue } from '../datastore/typed-value.ts';
import { usageError } from '../errors.ts';
import type { Flattening } from '../job/flatten.ts';
import { type JobSource, type ScanOptions, silently, type TableKey, type TableSource } from '../job/instance.ts';
import type { TableNames } from '../job/table-names.ts';
import type { ParquetTable } from '../render/parquet.ts';
import { counted } from '../text/counted.ts';
import { show } from '../text/show.ts';
import type { ArtifactFiles } from './artifact-files.ts';
import { pick } from './fields.ts';
import type { PlainPlan } from './parquet-table.ts';
import { type Selection, selectedRows, shownBatches } from './row-selection.ts';
import type { ParquetAsRead } from './row-source.ts';
import type { Run } from './run.ts';

/** A table to print. */
export interface PrintedTable {
  /** The job as the user named it. */
  readonly uri: string;
  readonly source: JobSource;
  readonly name: string;
  /** The column that names the job in each row, if there is one. */
  readonly jobColumn?: string;
}

/** The rows of a table, and what to make of them. */
export interface TableOutputOptions {
  readonly table: TableSource;
  readonly key: TableKey;
  readonly selection: Selection;
  readonly names: TableNames;
  readonly scan: ScanOptions;
  readonly columns: readonly string[] | undefined;
  readonly save: ArtifactFiles | undefined;
  /** Columns that are read only to name the files of artifacts. */
  readonly leftOut: ReadonlySet<string>;
  readonly flattens: boolean;
  /** The selected rows; `again` if another pass reports their damage. */
  selected(again: boolean, seeType?: ScanOptions['seeType']): AsyncIterable<Batch>;
}

/** The rows of a table as printed: with the shown columns only, flattened, with paths of artifacts and the job's name. */
export class TableOutput {
  /** The run to print with: without `--fields` if they are applied here. */
  readonly run: Run;
  readonly #printed: PrintedTable;
  readonly #options: TableOutputOptions;
  readonly #fields: readonly string[] | undefined;
  /** The columns to show; undefined for all. */
  readonly #shown: readonly string[] | undefined;
  /** That of the last pass. */
  #flattening: Flattening | undefined;

  constructor(run: Run, printed: PrintedTable, options: TableOutputOptions) {
    this.#printed = printed;
    this.#options = options;
    this.#fields = run.output.fields;
    this.#shown = run.output.quiet ? undefined : (run.output.fields ?? options.columns);
    this.run = this.#isMade ? { ...run, output: { ...run.output, fields: undefined } } : run;
  }

  /** Whether the printed columns differ from the selected ones. */
  get #isMade(): boolean {
    return this.#options.flattens || this.#printed.jobColumn !== undefined;
  }

  source() {
    const { save } = this.#options;
    const chosen = this.#chosen;
    return {
      batches: () => this.#rows(),
      columns: () => this.#columns(),
      ...(chosen && { isChosen: true }),
      ...(chosen && !save && { shown: chosen }),
      ...(!save && { read: () => this.#batches(false) }),
      parquet: () => this.#parquet(),
      parquetAsRead: () => this.#parquetAsRead(),
    };
  }

  /** The columns that the user chose, after the one that names the job; undefined if the rows decide. */
  get #chosen(): readonly string[] | undefined {
    const { jobColumn } = this.#printed;
    if (this.#shown === undefined || this.#options.flattens) return undefined;
    return jobColumn === undefined ? this.#shown : [jobColumn, ...this.#shown];
  }

  /** Warns if values of one row got the same name when they were flattened. */
  warnOfHidden(): void {
    const count = this.#flattening?.hidden ?? 0;
    if (count === 0) return;
    this.run.warn(`--flatten left out ${counted(count, 'value')} whose name another value of the row already has`);
  }

  async *#batches(again: boolean, seeType?: ScanOptions['seeType']): AsyncGenerator<Batch> {
    const { selected, names } = this.#options;
    const shown = shownBatches(selected(again, seeType), this.#shown, names);
    yield* this.#isMade ? this.#made(shown) : shown;
  }

  async *#rows(): AsyncGenerator<readonly TypedRow[]> {
    const { save, selection, names, selected } = this.#options;
    if (save === undefined) {
      if (!this.#isMade) yield* selectedRows(selected(false), selection, names);
      else for await (const batch of this.#batches(false)) yield batch.typedRows();
      return;
    }
    const rows = save.pass(selectedRows(selected(false), selection, names));
    if (!this.#isMade) yield* rows;
    else for await (const batch of this.#made(batchesOf(this.#cut(rows), []))) yield batch.typedRows();
  }

  /** The rows as printed, but without saving anything: to learn the columns. */
  async *#preview(): AsyncGenerator<Batch> {
    const { save, selection, names, selected, columns, leftOut } = this.#options;
    if (save === undefined) {
      yield* this.#batches(true);
      return;
    }
    const { withEmptyPaths } = await import('./artifact-paths.ts');
    const rows = withEmptyPaths(selectedRows(selected(true), selection, names), columns, leftOut);
    const batches = batchesOf(this.#cut(rows), []);
    yield* this.#isMade ? this.#made(batches) : batches;
  }

  async *#cut(batches: AsyncIterable<readonly TypedRow[]>): AsyncGenerator<readonly TypedRow[]> {
    const fields = this.#fields;
    for await (const rows of batches) yield fields === undefined ? rows : rows.map((row) => pick(row, fields));
  }

  async *#made(batches: AsyncIterable<Batch>): AsyncGenerator<Batch> {
    const { flattens } = this.#options;
    const { jobColumn, source } = this.#printed;
    const flattening = flattens ? new (await import('../job/flatten.ts')).Flattening() : undefined;
    this.#flattening = flattening;
    const job: TypedValue = { type: 'STRING', value: source.uuid };
    for await (const batch of batches) {
      const flat = flattening?.batch(batch) ?? batch;
      yield jobColumn === undefined ? flat : this.#named(flat, jobColumn, job);
    }
  }

  #named(batch: Batch, name: string, job: TypedValue): Batch {
    if (batch.column(name) !== undefined) {
      throw usageError(
        `the table ${show(this.#printed.name)} has a column ${show(name)} of its own`,
        'Choose others with --columns, or print the jobs one by one.',
      );
    }
    return batch.withColumns([batch.constant(name, job), ...batch.columns]);
  }

  async #columns(): Promise<readonly string[]> {
    const { table, key, save, flattens } = this.#options;
    const { jobColumn } = this.#printed;
    if (flattens) {
      const { ColumnSet } = await import('../datastore/column-set.ts');
      const seen = new ColumnSet();
      for await (const batch of this.#preview()) seen.add(batch);
      return seen.inOrder();
    }
    const columns = this.#shown ?? (await table.columns(this.#scanOfAll()));
    const named = save ? save.withPaths(columns) : columns.length > 0 ? columns : [key.column];
    return jobColumn === undefined ? named : [jobColumn, ...named];
  }

  /** The scan without its choice of columns. A limit of 0 rows asks for the header, so it does not count here. */
  #scanOfAll(): ScanOptions {
    const { limit, tail, skipDamaged, ...scan } = this.#options.scan;
    const most = { ...(limit !== 0 && { limit }), ...(tail !== 0 && { tail }) };
    return { ...scan, ...most, columns: undefined, skipDamaged: silently(skipDamaged) };
  }

  async #parquet(): Promise<ParquetTable> {
    const { parquetTable } = await import('./parquet-table.ts');
    const { table, scan, save, flattens } = this.#options;
    const types = await table.types({ ...scan, skipDamaged: silently(scan.skipDamaged) });
    const areMade = flattens || save !== undefined;
    return parquetTable({ ...this.#plan(types), areMade, rows: () => this.#preview() });
  }

  /** Null if columns are not the table's own, or damage would be reported twice. */
  async #parquetAsRead(): Promise<ParquetAsRead | null> {
    const { table, scan, save, key, flattens, names } = this.#options;
    const isPlain = !flattens && save === undefined && names.areColumns(this.#shown ?? []);
    if (!isPlain || table.tellsTypes !== true || scan.skipDamaged !== undefined) return null;
    const [{ plainTable }, { ColumnTypeSet }] = [
      await import('./parquet-table.ts'),
      await import('../datastore/column-types.ts'),
    ];
    const types = new ColumnTypeSet();
    types.add(key.column, key.type ?? undefined);
    let known: ParquetTable | undefined;
    const seeType: ScanOptions['seeType'] = (name, type) => {
      if (types.byName.get(name)?.has(type) === true) return;
      types.add(name, type);
      known = undefined;
    };
    return {
      batches: this.#batches(false, seeType),
      table: () => {
        known ??= plainTable(this.#plan(types.byName));
        return known;
      },
    };
  }

  #plan(types: ColumnTypes): PlainPlan {
    const { name, jobColumn, source } = this.#printed;
    const { project, uuid, uri } = source;
    const instance = uri.slice(0, uri.lastIndexOf('/project/'));
    const metadata = { job: uuid, table: name, project, instance, uri };
    return { types, shown: this.#shown, keyColumn: this.#options.key.column, metadata, jobColumn };
  }
}
