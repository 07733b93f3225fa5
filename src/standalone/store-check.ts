import { join } from 'node:path';
import { linkOf } from '../datastore/artifact.ts';
import type { TypedValue } from '../datastore/typed-value.ts';
import { isSwjobError, type SwjobError } from '../errors.ts';
import type { KeyValue } from '../job/instance.ts';
import { BlockFiles, BlockReplaced } from './block-files.ts';
import type { StoredRecord } from './block-line.ts';
import { readTableDirs, tableFolder } from './datastore-manifest.ts';
import { jobFolders, jobsFolder, projectNames } from './job-folders.ts';
import { readJobManifest } from './job-manifest.ts';
import { missingBlock } from './missing-block.ts';
import { checkObject } from './object-check.ts';
import { ObjectStore } from './object-store.ts';
import { isOldTable } from './old-table.ts';
import { oldTableDirs } from './old-tables.ts';
import { overlayRecords } from './overlay.ts';
import { LineRepair } from './reader/line-repair.ts';
import { LoadedBlock } from './reader/loaded-block.ts';
import { RecordSchemas } from './record-schema.ts';
import type { BlockDescription } from './table-description.ts';
import { readTableManifest } from './table-manifest.ts';

/** A damaged file of a store. Each file is reported once, with the first thing that is wrong. */
export interface StoreProblem {
  /** The absolute path of the file. */
  readonly path: string;
  readonly kind: 'job' | 'datastore' | 'table' | 'block' | 'object';
  /** What is wrong, in one line. */
  readonly problem: string;
}

/**
 * Reads everything that swjob ever reads in a store, including older revisions and the contents of artifacts, and yields
 * every file that is damaged or not readable. Other files are ignored. `onProgress` receives the path of each job, table and
 * block before it is checked.
 */
export async function* checkStore(root: string, onProgress?: (path: string) => void): AsyncGenerator<StoreProblem> {
  const found = new Findings();
  for (const project of projectNames(root)) {
    for (const removed of [false, true]) {
      const parent = jobsFolder(root, project);
      const folders = found.attempt('job', parent, () => jobFolders(root, project, removed)) ?? [];
      for (const folder of folders) {
        onProgress?.(folder.path);
        await found.attemptLater('job', join(folder.path, '_manifest.yaml'), () => readJobManifest(folder));
      }
      yield* found.take();
    }
  }
  const registry = join(root, '.datastore', 'manifest.json');
  const tables = await found.attemptLater('datastore', registry, () => readTableDirs(root));
  const oldTables = found.attempt('datastore', join(root, '.datastore'), () => oldTableDirs(root, 'project/'));
  for (const [name, dir] of [...(tables ?? []), ...(oldTables ?? [])]) {
    const folder = found.attempt('datastore', registry, () => tableFolder(root, name, dir));
    if (folder !== undefined) yield* checkTable(folder, new ObjectStore(root), found, onProgress);
  }
  yield* found.take();
}

async function* checkTable(
  folder: string,
  objects: ObjectStore,
  found: Findings,
  onProgress: ((path: string) => void) | undefined,
): AsyncGenerator<StoreProblem> {
  onProgress?.(folder);
  const manifest = await found.attemptLater(
    'table',
    isOldTable(folder) ? `${folder}.zip` : join(folder, 'manifest.json'),
    () => readTableManifest(folder),
  );
  if (!manifest) return;
  const see = () => undefined;
  const repair = new LineRepair({
    manifest,
    schemas: new RecordSchemas(),
    wanted: undefined,
    revision: undefined,
    see,
  });
  for (const block of manifest.blocks) {
    onProgress?.(block.path);
    await found.attemptLater('block', `${block.path}.zip`, () => checkBlock(block, repair, objects, found));
    yield* found.take();
  }
}

async function checkBlock(
  description: BlockDescription,
  repair: LineRepair,
  objects: ObjectStore,
  found: Findings,
): Promise<void> {
  const { content, path } = await BlockFiles.open([])
    .read(description)
    .catch((error: unknown) => {
      throw error instanceof BlockReplaced ? missingBlock(error) : error;
    });
  const block = new LoadedBlock(content, path, description);
  let lastKey: KeyValue | undefined;
  let lines = 0;
  for (const line of block.lines()) {
    lines++;
    const values = found.attempt('block', path, () => {
      const { key, records } = repair.read(line, lastKey);
      lastKey = key;
      return block.guard(line.start, () => valuesOf(records));
    });
    for (const value of values ?? []) checkContents(value, objects, found);
  }
  const wrong = block.countProblem(lines);
  if (wrong !== null) found.add('block', path, wrong);
}

/** Every value of every record, even if a newer one replaces it; throws a `ValueError` for an unreadable one. */
function valuesOf(records: readonly StoredRecord[]): readonly TypedValue[] {
  overlayRecords(records, undefined, undefined);
  return records.flatMap(({ schema, data }) =>
    Array.from(schema).flatMap(([name, decode]) => (Object.hasOwn(data, name) ? [decode(data[name])] : [])),
  );
}

/** Checks the artifacts in a value, at any depth. */
function checkContents(value: TypedValue, objects: ObjectStore, found: Findings): void {
  const check = (inner: TypedValue) => checkContents(inner, objects, found);
  if (value.type === 'LIST' || value.type === 'TUPLE') value.value.forEach(check);
  else if (value.type === 'MAP') for (const entry of value.value) check(entry.value);
  if (value.type !== 'OBJECT') return;
  const link = linkOf(value);
  if (link === null) for (const attribute of value.value.values()) check(attribute);
  else if (objects.isOwn(link)) found.attempt('object', objects.pathOf(link), () => checkObject(objects, link));
}

/** Collects problems, at most one per file, until they are taken. */
class Findings {
  private readonly reported = new Set<string>();
  private waiting: StoreProblem[] = [];

  take(): readonly StoreProblem[] {
    return this.waiting.splice(0);
  }

  attempt<T>(kind: StoreProblem['kind'], path: string, read: () => T): T | undefined {
    try {
      return read();
    } catch (error) {
      this.note(kind, path, error);
      return undefined;
    }
  }

  async attemptLater<T>(kind: StoreProblem['kind'], path: string, read: () => Promise<T>): Promise<T | undefined> {
    try {
      return await read();
    } catch (error) {
      this.note(kind, path, error);
      return undefined;
    }
  }

  /** Anything but damage ends the check. */
  private note(kind: StoreProblem['kind'], path: string, error: unknown): void {
    if (!isSwjobError(error)) throw error;
    this.add(kind, path, error);
  }

  /** Removes the path from the beginning of the message, as it is reported separately. */
  add(kind: StoreProblem['kind'], path: string, { message }: SwjobError): void {
    if (this.reported.has(path)) return;
    this.reported.add(path);
    const problem = message.startsWith(path) ? message.slice(path.length).replace(/^(?:, |: )/, '') : message;
    this.waiting.push({ path, kind, problem });
  }
}
