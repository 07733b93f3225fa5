import { EXIT_CODES, usageError } from '../../errors.ts';
import type { JobSource, ScanOptions, TableKey, TableSource } from '../../job/instance.ts';
import { TableNames } from '../../job/table-names.ts';
import { unknownTable } from '../../job/unknown-table.ts';
import { plainText } from '../../render/cell-text.ts';
import type { Column } from '../../render/column.ts';
import { shellWord } from '../../text/shell-word.ts';
import type { ArtifactFilesOptions } from '../artifact-files.ts';
import type { ArtifactName } from '../artifact-name.ts';
import { oneOf } from '../global-options.ts';
import { findJob } from '../jobs.ts';
import { KEY_TYPES, parseKey } from '../key-text.ts';
import { withOutFile } from '../out-file.ts';
import { printRows } from '../present.ts';
import {
  parseSelection,
  type RowSelectionOptions,
  rowScan,
  type Selection,
  selectedBatches,
  selectedRows,
  shownBatches,
} from '../row-selection.ts';
import { rowsFooter } from '../rows-footer.ts';
import type { Command, Run } from '../run.ts';
import { isForPeople } from '../screen.ts';

export interface RowsOptions extends RowSelectionOptions {
  readonly start?: string;
  readonly end?: string;
  readonly endInclusive?: boolean;
  readonly keyType?: string;
  readonly saveArtifacts?: string;
  readonly artifactName?: string;
  readonly record?: boolean;
  /** `--unpickle` and `--no-unpickle`; absent where neither was given. */
  readonly unpickle?: boolean;
  readonly out?: string;
}

/** Prints the records of a table, as they are read. */
export const rows: Command<RowsOptions> = async ([uri = '', named], options, given) => {
  const run = withOutFile(given, options.out);
  checkRecord(options, run);
  if (options.artifactName !== undefined && options.saveArtifacts === undefined) {
    throw usageError('--artifact-name needs --save-artifacts', 'Name the folder for the files with it.');
  }
  const asked = await parseSelection(options, run);
  const artifactName = options.artifactName === undefined ? undefined : await parseName(options.artifactName);
  const { source } = await findJob(run, uri);
  const name = named ?? (await usualTable(source));
  if (name === null) return listTables(uri, run, source);
  const stored = await source.table(name);
  const pickles = await picklesOf(options, run);
  const table = pickles === undefined ? stored : pickles.table(stored);
  const key = await table.key();
  const selection = options.saveArtifacts === undefined ? asked : withNeeds(asked, key.column, artifactName?.columns);
  const { skipDamaged } = run;
  const names = await TableNames.resolve(table, selection.read, { skipDamaged });
  const scan: ScanOptions = {
    ...rowScan(selection, names, key.column),
    ...(await rangeOf(options, table)),
    skipDamaged,
  };
  const selected = () => selectedBatches(table, scan, selection, names);
  const batches = () => selectedRows(selected(), selection, names);
  const shown = run.output.quiet ? undefined : (run.output.fields ?? asked.columns);
  const save =
    options.saveArtifacts === undefined
      ? undefined
      : await artifactSaver(source, run, {
          folder: options.saveArtifacts,
          keyColumn: key.column,
          name: artifactName,
          shown: asked.columns,
          leftOut: innerNamesOf(names, artifactName, asked),
        });
  const count = await printRows(run, {
    batches: () => (save ? save.pass(batches()) : batches()),
    columns: async () => {
      const all = { ...scan, columns: undefined, skipDamaged: skipSilently(run) };
      const columns = asked.columns ?? (await table.columns(all));
      return save ? save.withPaths(columns) : columns;
    },
    ...(asked.columns && !save && { shown: asked.columns }),
    ...(!save && { read: () => shownBatches(selected(), shown, names) }),
    parquet: async () => {
      const silent = { ...scan, skipDamaged: skipSilently(run) };
      const types = new Map(await table.types(silent));
      const columns = asked.columns ?? [...types.keys()];
      const shown = save ? save.withPaths(columns) : columns;
      for (const name of shown) if (!columns.includes(name)) types.set(name, new Set(['STRING']));
      const { project, uuid } = source;
      const metadata = { job: uuid, table: name, project, uri: source.uri };
      return { columns: run.output.fields ?? shown, types, keyColumn: key.column, metadata };
    },
    idColumn: key.column,
    looks: [keyLook(key)],
    asRecords: options.record ?? false,
    unbounded: (options.limit ?? options.tail) !== undefined,
  });
  if (count !== null && isForPeople(run)) {
    const command = `swjob rows ${shellWord(uri)} ${shellWord(name)}`;
    run.note(await rowsFooter(run, table, { count, narrowing: narrowingOf(options), command, scan }));
  }
  if (save) run.note(save.result());
  const unread = pickles?.problem() ?? null;
  if (unread !== null) run.warn(unread);
  for (const note of selection.where?.notes() ?? []) run.note(`--where: ${note}`);
  if (run.skipped() > 0) run.warn(`the answer is not whole: ${run.skipped()} damaged lines or blocks were skipped`);
  return save && save.failed > 0 ? EXIT_CODES.damaged : undefined;
};

/** The options given that leave rows out. */
function narrowingOf({ start, end, where, limit, tail }: RowsOptions): readonly string[] {
  const options = { '--start': start, '--end': end, '--where': where, '--limit': limit, '--tail': tail };
  return Object.entries(options).flatMap(([name, value]) => (value === undefined ? [] : [name]));
}

function checkRecord({ record }: RowsOptions, { output }: Run): void {
  if (!record || output.format === 'table') return;
  throw usageError(`--record and --output ${output.format} exclude each other`, 'Records are drawn as a table is.');
}

const USUAL_TABLE = 'results';

/** The table that is meant where none is named; null where the job does not have it. */
async function usualTable(source: JobSource): Promise<string | null> {
  return (await source.tables()).includes(USUAL_TABLE) ? USUAL_TABLE : null;
}

/** For people the tables to choose from; programs that ask for a format get no other data than they meant. */
async function listTables(uri: string, run: Run, source: JobSource): Promise<number | undefined> {
  if (run.output.isFormatGiven && run.output.format !== 'table') throw unknownTable(USUAL_TABLE, await source.tables());
  const status = await (await import('./tables.ts')).tables([uri], {}, run);
  if ((await source.tables()).length > 0) run.note(`Name one of them: swjob rows ${shellWord(uri)} TABLE`);
  return status;
}

/** What reads pickled predictions; none where the bytes themselves are asked for. */
async function picklesOf({ unpickle }: RowsOptions, { output }: Run) {
  if (!(unpickle ?? !output.typed)) return undefined;
  const [{ PickleReader }, { pickledTable }] = [
    await import('../../job/pickle-reader.ts'),
    await import('../../job/pickled-table.ts'),
  ];
  const reader = new PickleReader();
  return { table: (stored: TableSource) => pickledTable(stored, reader), problem: () => reader.problem() };
}

async function rangeOf(
  options: RowsOptions,
  table: TableSource,
): Promise<Pick<ScanOptions, 'start' | 'end' | 'endInclusive'>> {
  const typeName = oneOf(KEY_TYPES, options.keyType ?? 'auto', '--key-type');
  const { start, end } = options;
  if (start === undefined && end === undefined) return {};
  const { type } = await table.key();
  return {
    start: start === undefined ? undefined : parseKey(start, typeName, type, '--start'),
    end: end === undefined ? undefined : parseKey(end, typeName, type, '--end'),
    endInclusive: options.endInclusive ?? false,
  };
}

/** Keys stand whole, as `--start` and `--end` take them. */
function keyLook({ column, type }: TableKey): Column {
  const isNumber = type?.startsWith('INT') === true || type?.startsWith('FLOAT') === true;
  return {
    name: column,
    header: column,
    importance: 1,
    fixed: true,
    align: isNumber ? 'right' : 'left',
    format: plainText,
  };
}

/** The pass that collects the columns meets the same damage again: it is told once. */
function skipSilently(run: Run): ScanOptions['skipDamaged'] {
  return run.skipDamaged && (() => undefined);
}

/** What names the files of artifacts is read as well, though it is not printed. */
function withNeeds(selection: Selection, key: string, named: readonly string[] = []): Selection {
  const needs = (names: readonly string[]) => [...new Set([...names, key, ...named])];
  return { ...selection, wanted: needs(selection.wanted), read: needs(selection.read) };
}

/** The names inside of values that only the files are named by. */
function innerNamesOf(
  names: TableNames,
  artifactName: ArtifactName | undefined,
  { wanted }: Selection,
): ReadonlySet<string> {
  const named = artifactName?.columns ?? [];
  return new Set(named.filter((name) => names.place(name).path !== '' && !wanted.includes(name)));
}

async function parseName(template: string): Promise<ArtifactName> {
  return (await import('../artifact-name.ts')).parseArtifactName(template);
}

type SaverOptions = Pick<ArtifactFilesOptions, 'folder' | 'keyColumn' | 'name' | 'shown' | 'leftOut'>;

async function artifactSaver(source: JobSource, run: Run, options: SaverOptions) {
  const { ArtifactFiles } = await import('../artifact-files.ts');
  const { artifactReader } = await import('../artifact-reader.ts');
  const { skipDamaged, warn } = run;
  return new ArtifactFiles(await artifactReader(source, run), { ...options, skipDamaged, warn });
}
