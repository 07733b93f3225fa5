import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { linkOf } from '../datastore/artifact.ts';
import type { TypedObject, TypedRow, TypedValue } from '../datastore/typed-value.ts';
import { damaged, type ErrorCode, isSwjobError, isTokenRefused, type SwjobError, usageError } from '../errors.ts';
import { makeFolder } from '../files/make-folder.ts';
import { replaceFile, replaceFileBy } from '../files/replace-file.ts';
import { failedWrite } from '../files/write-failure.ts';
import type { ArtifactLink, ArtifactReader, ScanOptions } from '../job/instance.ts';
import { plainText } from '../render/cell-text.ts';
import { counted } from '../text/counted.ts';
import { extensionOf, FileNames } from './artifact-file-names.ts';
import { INDEX_FILE, type IndexEntry, indexText } from './artifact-index.ts';
import type { ArtifactName } from './artifact-name.ts';
import { isArtifact, PATH, pathsValue } from './artifact-paths.ts';
import type { Context } from './context.ts';

/** Failures beyond this many are only listed in the index. */
const MAX_WARNINGS = 10;
/** Errors that concern one artifact only: the others are still saved. */
const ERRORS_OF_ONE_ARTIFACT: ReadonlySet<ErrorCode> = new Set([
  'damaged',
  'not-found',
  'not-allowed',
  'operation-failed',
]);
const EXTERNAL = 'is outside the instance';

export interface ArtifactFilesOptions {
  readonly folder: string;
  readonly keyColumn: string;
  /** Names the files (default: `<key>-<column>`). */
  readonly name?: ArtifactName | undefined;
  /** The columns to print and to save artifacts of (default: all). */
  readonly shown?: readonly string[] | undefined;
  /** Columns that are read only to name the files: not printed. */
  readonly leftOut?: ReadonlySet<string> | undefined;
  readonly skipDamaged?: ScanOptions['skipDamaged'];
  /** Called for each artifact that cannot be read. */
  readonly warn: (text: string) => void;
  readonly onInterrupt: Context['onInterrupt'];
}

/** Saves each artifact of a stream of rows to its own file, and an index of them, also if a signal ends the process. */
export class ArtifactFiles {
  private readonly artifacts: ArtifactReader;
  private readonly options: ArtifactFilesOptions;
  private readonly names = new FileNames();
  private readonly index: IndexEntry[] = [];
  private readonly pathColumns = new Set<string>();
  private rows = 0;
  private saved = 0;
  private elsewhere = 0;
  private readonly release: () => void;
  /** The number of artifacts that could not be read. */
  failed = 0;

  /** Creates the folder, and throws before anything is read if that fails. */
  constructor(artifacts: ArtifactReader, options: ArtifactFilesOptions) {
    this.artifacts = artifacts;
    this.options = options;
    this.names.add(INDEX_FILE);
    if (options.folder === '') {
      throw usageError('--save-artifacts needs the name of a folder', 'Use . for the current folder.');
    }
    try {
      makeFolder(options.folder);
    } catch (error) {
      throw cannotSave(options.folder, error);
    }
    this.release = options.onInterrupt(() => this.finish());
  }

  /** One line for people: what was saved, and what was not. */
  result(): string {
    const parts = [`${counted(this.saved, 'artifact')} saved to ${this.options.folder}`];
    if (this.failed > 0) parts.push(`${this.failed} could not be read`);
    if (this.elsewhere > 0) parts.push(`the content of ${this.elsewhere} ${EXTERNAL}`);
    return parts.join('; ');
  }

  /** Saves the rows' artifacts and yields the rows with the paths of the files; writes the index at the end. */
  async *pass(batches: AsyncIterable<readonly TypedRow[]>): AsyncGenerator<readonly TypedRow[]> {
    try {
      for await (const batch of batches) {
        const shown: TypedRow[] = [];
        for (const row of batch) shown.push(await this.save(row));
        yield shown;
      }
    } finally {
      this.finish();
    }
  }

  /** Writes the index. */
  finish(): void {
    this.release();
    const path = join(this.options.folder, INDEX_FILE);
    try {
      replaceFile(path, indexText(this.index));
    } catch (error) {
      throw cannotSave(path, error);
    }
    const more = this.failed - MAX_WARNINGS;
    if (more > 0)
      this.options.warn(`${counted(more, 'more artifact')} could not be read: ${INDEX_FILE} lists all of them`);
  }

  /** The columns, each followed by its column of paths if one was printed so far. */
  withPaths(columns: readonly string[]): readonly string[] {
    return columns.flatMap((name) => (this.pathColumns.has(name + PATH) ? [name, name + PATH] : [name]));
  }

  /** Saves the artifacts of a row; returns the row with the paths of their files. */
  async save(row: TypedRow): Promise<TypedRow> {
    this.rows++;
    const { keyColumn, name } = this.options;
    const value = row.get(keyColumn);
    const key = value === undefined ? `row-${this.rows}` : plainText(value);
    const shown = new Map<string, TypedValue>();
    const named = name?.of(row);
    for (const column of this.options.shown ?? row.keys()) {
      const cell = row.get(column);
      if (cell === undefined || this.options.leftOut?.has(column) === true) continue;
      shown.set(column, cell);
      const paths: string[] = [];
      await this.saveValue(
        cell,
        { key, column, name: named ?? `${key}-${column}`, isNamed: named !== undefined },
        paths,
      );
      if (paths.length === 0 || row.has(column + PATH)) continue;
      this.pathColumns.add(column + PATH);
      shown.set(column + PATH, pathsValue(cell, paths));
    }
    return shown;
  }

  /** Artifacts may be inside lists, maps and other objects. */
  private async saveValue(value: TypedValue, place: Place, paths: string[]): Promise<void> {
    if (value.type === 'LIST' || value.type === 'TUPLE') {
      for (const [index, item] of value.value.entries()) await this.saveValue(item, within(place, index), paths);
    } else if (value.type === 'MAP') {
      for (const entry of value.value) await this.saveValue(entry.value, within(place, plainText(entry.key)), paths);
    } else if (value.type === 'OBJECT') await this.saveObject(value, place, paths);
  }

  private async saveObject(object: TypedObject, place: Place, paths: string[]): Promise<void> {
    if (!isArtifact(object)) {
      for (const [attribute, value] of object.value) await this.saveValue(value, within(place, attribute), paths);
      return;
    }
    const link = linkOf(object);
    const mimeType = object.value.get('_mime_type')?.value;
    const entry = { key: place.key, column: place.column, mimeType: typeof mimeType === 'string' ? mimeType : '' };
    if (link === null) {
      if (isEmptyLink(object)) return;
      const error = this.fail(damaged('the link of the artifact is broken'), place);
      this.index.push({ ...entry, file: '', bytes: null, error });
      return;
    }
    const file = this.names.unused(place.name, extensionOf(object));
    const path = join(this.options.folder, file);
    const bytes = await this.saveContent(link, path, place);
    if (typeof bytes === 'string') {
      this.index.push({ ...entry, file: '', bytes: null, error: bytes });
      return;
    }
    paths.push(path);
    this.index.push({ ...entry, file, bytes, error: '' });
    this.saved++;
    // Reading and writing files is synchronous: otherwise no signal would be noticed for many rows.
    await nextTurn();
  }

  /**
   * Returns the bytes written, or why nothing was saved: external content is counted, unreadable content is reported.
   * Written in chunks if the instance has them, as content may be larger than memory.
   */
  private async saveContent(link: ArtifactLink, path: string, place: Place): Promise<number | string> {
    try {
      if (this.artifacts.chunks) return await replaceFileBy(path, this.artifacts.chunks(link));
      const content = await this.artifacts.read(link);
      replaceFile(path, content);
      return content.byteLength;
    } catch (error) {
      if (!isSwjobError(error)) throw cannotSave(path, error);
      if (!ERRORS_OF_ONE_ARTIFACT.has(error.code) || isTokenRefused(error)) throw error;
      if (HAS_SCHEME.test(link.uri) && this.artifacts.reads?.(link.uri) !== true) {
        this.elsewhere++;
        return EXTERNAL;
      }
      return this.fail(error, place);
    }
  }

  private fail(error: SwjobError, { key, column }: Place): string {
    if (this.options.skipDamaged) this.options.skipDamaged(error);
    else if (++this.failed <= MAX_WARNINGS) this.options.warn(`${key}, ${column}: ${error.message}`);
    return error.message;
  }
}

/** Where an artifact is, and the name of its file. */
interface Place {
  readonly key: string;
  readonly column: string;
  readonly name: string;
  /** Whether the user chose the name: artifacts inside one value then differ by a number only. */
  readonly isNamed: boolean;
}

function within(place: Place, part: string | number): Place {
  return place.isNamed ? place : { ...place, name: `${place.name}-${part}` };
}

/** An empty link means that no content was stored. */
function isEmptyLink(object: TypedObject): boolean {
  const link = object.value.get('link');
  return link?.type === 'OBJECT' && link.value.get('uri')?.value === '';
}

/** Such as `s3://bucket/key`: the content was stored there. */
const HAS_SCHEME = /^[a-z][a-z\d+.-]*:\/\//i;

function cannotSave(path: string, error: unknown): SwjobError {
  return failedWrite(`cannot save artifacts to ${path}`, error);
}
