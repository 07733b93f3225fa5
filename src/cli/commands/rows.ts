import type { TypedRow } from '../../datastore/typed-value.ts';
import { EXIT_CODES, usageError } from '../../errors.ts';
import type { Expression } from '../../expression/expression.ts';
import type { ArtifactReader, JobSource, ScanOptions, TableKey, TableSource } from '../../job/instance.ts';
import { selectRows } from '../../job/select-rows.ts';
import { plainText } from '../../render/cell-text.ts';
import type { Column } from '../../render/column.ts';
import { splitList } from '../../text/list.ts';
import { parseCount, parseRevision } from '../../text/number.ts';
import type { ArtifactFilesOptions } from '../artifact-files.ts';
import type { ArtifactName } from '../artifact-name.ts';
import { columnsOfCondition } from '../condition-columns.ts';
import { oneOf } from '../global-options.ts';
import { findJob } from '../jobs.ts';
import { KEY_TYPES, parseKey } from '../key-text.ts';
import { withOutFile } from '../out-file.ts';
import { printRows, type RowSource } from '../present.ts';
import type { Command, Run } from '../run.ts';

export interface RowsOptions {
  readonly start?: string;
  readonly end?: string;
  readonly endInclusive?: boolean;
  readonly keepNone?: boolean;
  readonly keyType?: string;
  readonly limit?: string;
  readonly tail?: string;
  readonly columns?: string[];
  readonly where?: string;
  readonly revision?: string;
  readonly saveArtifacts?: string;
  readonly artifactName?: string;
  readonly out?: string;
}

/** Prints the records of a table, as they are read. */
export const rows: Command<RowsOptions> = async ([uri = '', name = ''], options, given) => {
  const run = withOutFile(given, options.out);
  if (options.artifactName !== undefined && options.saveArtifacts === undefined) {
    throw usageError('--artifact-name needs --save-artifacts', 'Name the folder for the files with it.');
  }
  const asked = await selectionOf(options, run);
  const artifactName = options.artifactName === undefined ? undefined : await parseName(options.artifactName);
  const { source } = await findJob(run, uri);
  const table = await source.table(name);
  const key = await table.key();
  const selection = options.saveArtifacts === undefined ? asked : withNeeds(asked, key.column, artifactName?.columns);
  const scan: ScanOptions = { ...selection.scan, ...(await rangeOf(options, table)), skipDamaged: run.skipDamaged };
  const batches = () => selectedRows(table, scan, selection);
  const save =
    options.saveArtifacts === undefined
      ? undefined
      : await artifactSaver(source, run, {
          folder: options.saveArtifacts,
          keyColumn: key.column,
          name: artifactName,
          shown: asked.columns,
        });
  await printRows(run, {
    batches: () => (save ? save.pass(batches()) : batches()),
    columns: async () => {
      const all = { ...scan, columns: undefined, skipDamaged: skipSilently(run) };
      const names = asked.columns ?? (await table.columns(all));
      return save ? save.withPaths(names) : names;
    },
    ...(asked.columns && !save && { shown: asked.columns }),
    ...(hasShortWay(selection, run) && !save && shortWays(table, scan)),
    idColumn: key.column,
    looks: [keyLook(key)],
    none: noRows(options),
    unbounded: (options.limit ?? options.tail) !== undefined,
  });
  if (save) run.note(save.result());
  if (run.skipped() > 0) run.warn(`the answer is not whole: ${run.skipped()} damaged lines or blocks were skipped`);
  return save && save.failed > 0 ? EXIT_CODES.damaged : undefined;
};

function noRows({ start, end, where, limit, tail }: RowsOptions): string {
  const isNarrowed = [start, end, where, limit, tail].some((option) => option !== undefined);
  return isNarrowed ? 'No rows fit; the table may have others.' : 'The table has no rows.';
}

/** Rows that nobody has to look into can be printed without being decoded. */
function hasShortWay({ where, tail }: Selection, run: Run): boolean {
  return where === undefined && tail === undefined && run.skipDamaged === undefined;
}

function shortWays(table: TableSource, scan: ScanOptions): Pick<RowSource, 'jsonRows' | 'delimitedRows'> {
  return {
    ...(table.jsonRows && { jsonRows: (frame) => table.jsonRows?.(scan, frame) ?? [] }),
    ...(table.delimitedRows && { delimitedRows: (format) => table.delimitedRows?.(scan, format) ?? [] }),
  };
}

interface Selection {
  readonly scan: ScanOptions;
  readonly where: Expression | undefined;
  readonly limit: number | undefined;
  readonly tail: number | undefined;
  readonly columns: readonly string[] | undefined;
}

async function selectionOf(options: RowsOptions, run: Run): Promise<Selection> {
  const limit = options.limit === undefined ? undefined : parseCount(options.limit, '--limit', 0);
  const tail = options.tail === undefined ? undefined : parseCount(options.tail, '--tail', 0);
  if (limit !== undefined && tail !== undefined) throw usageError('--limit and --tail exclude each other');
  const columns = options.columns ? splitList(options.columns, '--columns') : undefined;
  const where = options.where === undefined ? undefined : await parseCondition(options.where);
  const read = where ? columnsOfCondition(where) : { certain: [], possible: [] };
  return {
    scan: {
      keepNone: options.keepNone ?? false,
      revision: options.revision === undefined ? undefined : parseRevision(options.revision),
      // What a dotted name reads is only known once the columns are: then all of them are needed.
      columns: columns && read.possible.length === 0 ? [...new Set([...columns, ...read.certain])] : undefined,
      requires: [...read.certain, ...(columns ?? []), ...(run.output.fields ?? [])],
      ...(where === undefined && { limit, tail }),
    },
    where,
    limit,
    tail,
    columns,
  };
}

async function parseCondition(text: string): Promise<Expression> {
  const { parseExpression } = await import('../../expression/expression.ts');
  return parseExpression(text, '--where');
}

function selectedRows(table: TableSource, scan: ScanOptions, selection: Selection): AsyncIterable<readonly TypedRow[]> {
  const { where, limit, tail, columns } = selection;
  const batches = table.scan(scan);
  return where ? selectRows(batches, { where, limit, tail, columns }) : batches;
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
  const { columns, scan } = selection;
  const needs = (names: readonly string[] | undefined) => names && [...new Set([...names, key, ...named])];
  return {
    ...selection,
    columns: needs(columns),
    scan: { ...scan, columns: needs(scan.columns), requires: [...(scan.requires ?? []), ...named] },
  };
}

async function parseName(template: string): Promise<ArtifactName> {
  return (await import('../artifact-name.ts')).parseArtifactName(template);
}

type SaverOptions = Pick<ArtifactFilesOptions, 'folder' | 'keyColumn' | 'name' | 'shown'>;

async function artifactReader({ artifacts }: JobSource, { followLinks, session }: Run): Promise<ArtifactReader> {
  if (!followLinks) return artifacts;
  const { followWebLinks } = await import('../../server/web-links.ts');
  return followWebLinks(artifacts, session.options);
}

async function artifactSaver(source: JobSource, run: Run, options: SaverOptions) {
  const { ArtifactFiles } = await import('../artifact-files.ts');
  const { skipDamaged, warn } = run;
  return new ArtifactFiles(await artifactReader(source, run), { ...options, skipDamaged, warn });
}
