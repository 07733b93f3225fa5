import { join } from 'node:path';
import { linkOf } from '../datastore/artifact.ts';
import type { TypedObject, TypedRow, TypedValue } from '../datastore/typed-value.ts';
import { damaged, type ErrorCode, isSwjobError, SwjobError } from '../errors.ts';
import { makeFolder } from '../files/make-folder.ts';
import { replaceFile, replaceFileBy } from '../files/replace-file.ts';
import type { ArtifactLink, ArtifactReader, ScanOptions } from '../job/instance.ts';
import { plainText } from '../render/cell-text.ts';
import { counted } from '../text/counted.ts';
import { INDEX_FILE, type IndexEntry, indexText } from './artifact-index.ts';
import type { ArtifactName } from './artifact-name.ts';
import { isArtifact, PATH, pathsValue } from './artifact-paths.ts';

/** So many failures are told one by one; all of them stand in the index. */
const TOLD_FAILURES = 10;
/** Failures that say nothing about the other contents. */
const OF_ONE_CONTENT: ReadonlySet<ErrorCode> = new Set(['damaged', 'not-found', 'not-allowed', 'operation-failed']);
const EXTERNAL = 'is outside the instance';

export interface ArtifactFilesOptions {
  readonly folder: string;
  readonly keyColumn: string;
  /** Names the files; without it they are `<key>-<column>`. */
  readonly name?: ArtifactName | undefined;
  /** The columns that come out and whose artifacts are saved; all of them unless told. */
  readonly shown?: readonly string[] | undefined;
  /** What only names the files. */
  readonly leftOut?: ReadonlySet<string> | undefined;
  readonly skipDamaged?: ScanOptions['skipDamaged'];
  /** Is told of artifacts that cannot be read. */
  readonly warn: (text: string) => void;
}

/** Saves the artifacts of rows that pass by, each in a file of its own, and an index of them. */
export class ArtifactFiles {
  private readonly artifacts: ArtifactReader;
  private readonly options: ArtifactFilesOptions;
  /** The names in use, and how many have asked for each. */
  private readonly names = new Map<string, number>();
  private readonly index: IndexEntry[] = [];
  private readonly pathColumns = new Set<string>();
  private rows = 0;
  private saved = 0;
  private elsewhere = 0;
  /** How many could not be read. */
  failed = 0;

  /** Makes the folder; one that cannot be made is an error before anything is read. */
  constructor(artifacts: ArtifactReader, options: ArtifactFilesOptions) {
    this.artifacts = artifacts;
    this.options = options;
    this.names.set(INDEX_FILE, 1);
    try {
      makeFolder(options.folder);
    } catch (error) {
      throw cannotSave(options.folder, error);
    }
  }

  /** What was saved, and what was not, for people. */
  result(): string {
    const parts = [`${counted(this.saved, 'artifact')} saved to ${this.options.folder}`];
    if (this.failed > 0) parts.push(`${this.failed} could not be read`);
    if (this.elsewhere > 0) parts.push(`the content of ${this.elsewhere} ${EXTERNAL}`);
    return parts.join('; ');
  }

  /** Saves the artifacts of the rows, which come out with the paths of their files, and at the end the index. */
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

  /** Writes the index of all that was saved. */
  finish(): void {
    this.write(INDEX_FILE, indexText(this.index));
    const more = this.failed - TOLD_FAILURES;
    if (more > 0) this.options.warn(`${more} more artifacts could not be read: ${INDEX_FILE} has all of them`);
  }

  /** These columns, with those of the paths that were printed so far. */
  withPaths(columns: readonly string[]): readonly string[] {
    return columns.flatMap((name) => (this.pathColumns.has(name + PATH) ? [name, name + PATH] : [name]));
  }

  /** Saves the artifacts of a row, which comes out with the paths of their files. */
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

  /** An artifact may stand in a list, a map, or an attribute of another object. */
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
    const file = this.unusedName(place.name, extensionOf(object));
    const path = join(this.options.folder, file);
    const bytes = await this.saveContent(link, path, place);
    if (typeof bytes === 'string') {
      this.index.push({ ...entry, file: '', bytes: null, error: bytes });
      return;
    }
    paths.push(path);
    this.index.push({ ...entry, file, bytes, error: '' });
    this.saved++;
  }

  private write(file: string, content: string | Uint8Array): string {
    const path = join(this.options.folder, file);
    try {
      replaceFile(path, content);
    } catch (error) {
      throw cannotSave(path, error);
    }
    return path;
  }

  /**
   * The size of what was written, or why there is nothing to save: content elsewhere is counted, one that cannot be read
   * is reported. In pieces where the instance gives them: it may be larger than memory.
   */
  private async saveContent(link: ArtifactLink, path: string, place: Place): Promise<number | string> {
    try {
      if (this.artifacts.chunks) return await replaceFileBy(path, this.artifacts.chunks(link));
      const content = await this.artifacts.read(link);
      replaceFile(path, content);
      return content.byteLength;
    } catch (error) {
      if (!isSwjobError(error)) throw cannotSave(path, error);
      if (!OF_ONE_CONTENT.has(error.code)) throw error;
      if (HAS_SCHEME.test(link.uri)) {
        this.elsewhere++;
        return EXTERNAL;
      }
      return this.fail(error, place);
    }
  }

  private fail(error: SwjobError, { key, column }: Place): string {
    if (this.options.skipDamaged) this.options.skipDamaged(error);
    else if (++this.failed <= TOLD_FAILURES) this.options.warn(`${key}, ${column}: ${error.message}`);
    return error.message;
  }

  /** Keys and columns are the job's text: what could lead to another folder becomes `_`. */
  private unusedName(name: string, extension: string): string {
    const safe = shortened(name.replace(/[^\p{L}\p{M}\p{N}._-]+/gu, '_').replace(/^[.-]+/, '_'), MAX_NAME_BYTES) || '_';
    // What differs in case, or in how accents are spelled, is one file on some systems.
    const known = (candidate: string) => `${candidate}${extension}`.normalize('NFC').toLowerCase();
    let copies = this.names.get(known(safe)) ?? 0;
    let unused = copies === 0 ? safe : `${safe}-${copies + 1}`;
    while (this.names.has(known(unused))) unused = `${safe}-${++copies + 1}`;
    this.names.set(known(safe), copies + 1);
    if (unused !== safe) this.names.set(known(unused), 1);
    return `${unused}${extension}`;
  }
}

/** Where an artifact stands, and what its file is to be called. */
interface Place {
  readonly key: string;
  readonly column: string;
  readonly name: string;
  /** Whether the user chose the name: places inside of values are then told apart by numbers alone. */
  readonly isNamed: boolean;
}

function within(place: Place, part: string | number): Place {
  return place.isNamed ? place : { ...place, name: `${place.name}-${part}` };
}

/** Nothing was stored for it. */
function isEmptyLink(object: TypedObject): boolean {
  const link = object.value.get('link');
  return link?.type === 'OBJECT' && link.value.get('uri')?.value === '';
}

/** File systems take 255 bytes, encrypted ones 143; a number and an extension come behind. */
const MAX_NAME_BYTES = 120;

/** The beginning of a text, in whole characters, that fits into this many bytes of UTF-8. */
function shortened(text: string, maxBytes: number): string {
  const { read } = new TextEncoder().encodeInto(text, new Uint8Array(maxBytes));
  return text.slice(0, read);
}

/** Such as `s3://bucket/key`: the writer kept the content there. */
const HAS_SCHEME = /^[a-z][a-z\d+.-]*:\/\//i;

const EXTENSIONS: Readonly<Record<string, string>> = {
  'image/png': '.png',
  'image/jpeg': '.jpg',
  'image/webp': '.webp',
  'image/svg+xml': '.svg',
  'image/gif': '.gif',
  'image/apng': '.apng',
  'image/avif': '.avif',
  'image/x-ppm': '.ppm',
  'video/mp4': '.mp4',
  'video/x-msvideo': '.avi',
  'video/webm': '.webm',
  'audio/wav': '.wav',
  'audio/mp3': '.mp3',
  'audio/mpeg': '.mp3',
  'text/plain': '.txt',
  'text/csv': '.csv',
  'text/html': '.html',
};

/** By the artifact's own name, else by its MIME type. */
function extensionOf(object: TypedObject): string {
  const displayName = object.value.get('display_name')?.value;
  const own = typeof displayName === 'string' ? /\.[A-Za-z0-9]{1,8}$/.exec(displayName)?.[0] : undefined;
  const mimeType = object.value.get('_mime_type')?.value;
  const known = typeof mimeType === 'string' && Object.hasOwn(EXTENSIONS, mimeType) ? EXTENSIONS[mimeType] : undefined;
  return own ?? known ?? '.bin';
}

function cannotSave(path: string, error: unknown): SwjobError {
  const reason = error instanceof Error ? error.message : String(error);
  return new SwjobError('operation-failed', `cannot save artifacts to ${path}: ${reason}`, { cause: error });
}
