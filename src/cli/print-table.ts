import { isNumberType } from '../datastore/typed-value.ts';
import { EXIT_CODES, usageError } from '../errors.ts';
import { type JobSource, type ScanOptions, silently, type TableKey, type TableSource } from '../job/instance.ts';
import { TableNames } from '../job/table-names.ts';
import { plainText } from '../render/cell-text.ts';
import type { Column } from '../render/column.ts';
import { shellWord } from '../text/shell-word.ts';
import type { ArtifactFilesOptions } from './artifact-files.ts';
import type { ArtifactName } from './artifact-name.ts';
import { oneOf } from './global-options.ts';
import { KEY_TYPES, parseKey } from './key-text.ts';
import { printRows } from './present.ts';
import { parseSelection, type RowSelectionOptions, rowScan, type Selection, selectedBatches } from './row-selection.ts';
import { rowsFooter } from './rows-footer.ts';
import type { Run } from './run.ts';
import { isForPeople } from './screen.ts';
import { type PrintedTable, TableOutput } from './table-output.ts';

export interface RowsOptions extends RowSelectionOptions {
  readonly start?: string;
  readonly end?: string;
  readonly endInclusive?: boolean;
  readonly keyType?: string;
  readonly saveArtifacts?: string;
  readonly artifactName?: string;
  readonly record?: boolean;
  /** `--unpickle` and `--no-unpickle`; absent if neither was given. */
  readonly unpickle?: boolean;
  readonly flatten?: boolean;
  readonly out?: string;
}

/** Throws if options contradict each other, and warns of those without effect, before anything is read. */
export function checkOptions(options: RowsOptions, { output, warn }: Run): void {
  const { record, artifactName, saveArtifacts, start, end, endInclusive, keyType } = options;
  if (record && output.format !== 'table') {
    throw usageError(
      `--record and --output ${output.format} cannot be used together`,
      'Omit one of them: --record is a layout of tables.',
    );
  }
  if (artifactName !== undefined && saveArtifacts === undefined) {
    throw usageError('--artifact-name needs --save-artifacts', 'Name the folder for the files with --save-artifacts.');
  }
  if (endInclusive && end === undefined) warn('--end-inclusive has no effect without --end');
  if (keyType !== undefined && (start ?? end) === undefined) warn('--key-type has no effect without --start or --end');
}

/** Prints the selected rows of a table; returns the exit status if it is not 0. */
export async function printTable(run: Run, printed: PrintedTable, options: RowsOptions): Promise<number | undefined> {
  const { uri, source, name } = printed;
  const skippedBefore = run.skipped();
  const asked = await parseSelection(options, run);
  const artifactName = options.artifactName === undefined ? undefined : await parseName(options.artifactName);
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
  const leftOut = innerNamesOf(names, artifactName, asked);
  const save =
    options.saveArtifacts === undefined
      ? undefined
      : await artifactSaver(source, run, {
          folder: options.saveArtifacts,
          keyColumn: key.column,
          name: artifactName,
          // --quiet prints the key, chosen or not.
          shown: asked.columns && run.output.quiet ? [...asked.columns, key.column] : asked.columns,
          leftOut,
        });
  const rows = new TableOutput(run, printed, {
    table,
    key,
    selection,
    names,
    scan,
    columns: asked.columns,
    save,
    leftOut,
    flattens: options.flatten ?? false,
    selected: (again, seeType) => {
      const reported = again ? silently(skipDamaged) : skipDamaged;
      return selectedBatches(table, { ...scan, seeType, skipDamaged: reported }, selection, names);
    },
  });
  let isCut = false;
  const rowSource = rows.source();
  const saved = save && new (await import('./saved-rows.ts')).SavedRows(rowSource.batches());
  const printing = printRows(rows.run, {
    ...rowSource,
    ...(saved && { batches: () => saved.batches() }),
    idColumn: key.column,
    columnStyles: [keyStyle(key)],
    asRecords: options.record ?? false,
    unbounded: (options.limit ?? options.tail) !== undefined,
    onCut: () => {
      isCut = true;
    },
  });
  const count = await (saved?.printed(printing) ?? printing);
  if (count !== null && isForPeople(run)) {
    const command = `swjob rows ${shellWord(uri)} ${shellWord(name)}`;
    run.note(await rowsFooter(run, table, { count, narrowing: narrowingOf(options), isCut, command, scan }));
  }
  rows.warnOfHidden();
  if (save) run.note(save.result());
  const unread = pickles?.problem() ?? null;
  if (unread !== null) run.warn(unread);
  for (const note of selection.where?.notes() ?? []) run.note(`--where: ${note}`);
  run.warnOfSkipped(skippedBefore);
  return save && save.failed > 0 ? EXIT_CODES.damaged : undefined;
}

/** The given options that leave out rows. */
function narrowingOf({ start, end, where, limit, tail }: RowsOptions): readonly string[] {
  const options = { '--start': start, '--end': end, '--where': where, '--limit': limit, '--tail': tail };
  return Object.entries(options).flatMap(([name, value]) => (value === undefined ? [] : [name]));
}

/** The reader of pickled predictions; undefined if the bytes themselves are wanted. */
async function picklesOf({ unpickle }: RowsOptions, { output }: Run) {
  if (!(unpickle ?? !output.typed)) return undefined;
  const [{ PickleReader }, { pickledTable }] = [
    await import('../job/pickle-reader.ts'),
    await import('../job/pickled-table.ts'),
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

/** Keys are never cut, as `--start` and `--end` need all of them. */
function keyStyle({ column, type }: TableKey): Column {
  return {
    name: column,
    header: column,
    importance: 1,
    fixed: true,
    align: type !== null && isNumberType(type) ? 'right' : 'left',
    format: plainText,
  };
}

/** Adds what names the files of artifacts: it is read though not printed. */
function withNeeds(selection: Selection, key: string, named: readonly string[] = []): Selection {
  const needs = (names: readonly string[]) => [...new Set([...names, key, ...named])];
  return { ...selection, wanted: needs(selection.wanted), read: needs(selection.read) };
}

/** The paths into values that only name files. */
function innerNamesOf(
  names: TableNames,
  artifactName: ArtifactName | undefined,
  { wanted }: Selection,
): ReadonlySet<string> {
  const named = artifactName?.columns ?? [];
  return new Set(named.filter((name) => names.place(name).path !== '' && !wanted.includes(name)));
}

async function parseName(template: string): Promise<ArtifactName> {
  return (await import('./artifact-name.ts')).parseArtifactName(template);
}

type SaverOptions = Pick<ArtifactFilesOptions, 'folder' | 'keyColumn' | 'name' | 'shown' | 'leftOut'>;

async function artifactSaver(source: JobSource, run: Run, options: SaverOptions) {
  const { ArtifactFiles } = await import('./artifact-files.ts');
  const { artifactReader } = await import('./artifact-reader.ts');
  const { skipDamaged, warn, context } = run;
  const { onInterrupt } = context;
  return new ArtifactFiles(await artifactReader(source, run), { ...options, skipDamaged, warn, onInterrupt });
}
