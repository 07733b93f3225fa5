import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { linkOf } from '../datastore/artifact.ts';
import type { TypedObject, TypedRow, TypedValue } from '../datastore/typed-value.ts';
import { isSwjobError, SwjobError } from '../errors.ts';
import { replaceFile } from '../files/replace-file.ts';
import type { ArtifactLink, ArtifactReader, ScanOptions } from '../job/instance.ts';
import { plainText } from '../render/cell-text.ts';

/** Saves the artifacts of rows that pass by, each in a file of its own: `<key>-<column>.<extension>`. */
export class ArtifactFiles {
  private readonly artifacts: ArtifactReader;
  private readonly folder: string;
  private readonly keyColumn: string;
  /** The names in use, and how many have asked for each. */
  private readonly names = new Map<string, number>();
  private readonly skipDamaged: ScanOptions['skipDamaged'];
  private saved = 0;
  private elsewhere = 0;

  /** Makes the folder; one that cannot be made is an error before anything is read. */
  constructor(artifacts: ArtifactReader, folder: string, keyColumn: string, skipDamaged?: ScanOptions['skipDamaged']) {
    this.artifacts = artifacts;
    this.folder = folder;
    this.keyColumn = keyColumn;
    this.skipDamaged = skipDamaged;
    try {
      mkdirSync(folder, { recursive: true });
    } catch (error) {
      throw cannotSave(folder, error);
    }
  }

  /** What was saved, and what was not, for people. */
  result(): string {
    const saved = `${this.saved} artifact${this.saved === 1 ? '' : 's'} saved to ${this.folder}`;
    return this.elsewhere === 0 ? saved : `${saved}; the content of ${this.elsewhere} lies outside of the instance`;
  }

  async *pass(batches: AsyncIterable<readonly TypedRow[]>): AsyncGenerator<readonly TypedRow[]> {
    for await (const batch of batches) {
      for (const row of batch) await this.saveRow(row);
      yield batch;
    }
  }

  private async saveRow(row: TypedRow): Promise<void> {
    const key = row.get(this.keyColumn);
    const prefix = key === undefined ? `row-${this.saved + 1}` : plainText(key);
    for (const [column, value] of row) await this.saveValue(value, `${prefix}-${column}`);
  }

  /** An artifact may stand in a list, a map, or an attribute of another object. */
  private async saveValue(value: TypedValue, name: string): Promise<void> {
    if (value.type === 'LIST' || value.type === 'TUPLE') {
      for (const [index, item] of value.value.entries()) await this.saveValue(item, `${name}-${index}`);
    } else if (value.type === 'MAP') {
      for (const entry of value.value) await this.saveValue(entry.value, `${name}-${plainText(entry.key)}`);
    } else if (value.type === 'OBJECT') await this.saveObject(value, name);
  }

  private async saveObject(object: TypedObject, name: string): Promise<void> {
    if (object.value.get('link')?.type !== 'OBJECT') {
      for (const [attribute, value] of object.value) await this.saveValue(value, `${name}-${attribute}`);
      return;
    }
    const link = linkOf(object);
    if (link === null) return;
    const bytes = await this.read(link);
    if (bytes === null) return;
    const path = join(this.folder, this.unusedName(name, extensionOf(object)));
    try {
      replaceFile(path, bytes);
    } catch (error) {
      throw cannotSave(path, error);
    }
    this.saved++;
  }

  /** Null where there is nothing to save: content elsewhere is counted, damage told where it may be skipped. */
  private async read(link: ArtifactLink): Promise<Uint8Array | null> {
    try {
      return await this.artifacts.read(link);
    } catch (error) {
      if (!isSwjobError(error, 'damaged')) throw error;
      if (HAS_SCHEME.test(link.uri)) this.elsewhere++;
      else if (this.skipDamaged) this.skipDamaged(error);
      else throw error;
      return null;
    }
  }

  /** Keys and columns are the job's text: what could lead to another folder becomes `_`. */
  private unusedName(name: string, extension: string): string {
    const safe = shortened(name.replace(/[^\p{L}\p{M}\p{N}._-]+/gu, '_').replace(/^\.+/, '_'), MAX_NAME_BYTES);
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

/** File systems take 255 bytes, encrypted ones 143; a number and an extension come behind. */
const MAX_NAME_BYTES = 120;

/** The beginning of a text, in whole characters, that fits into so many bytes of UTF-8. */
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
