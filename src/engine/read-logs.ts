import { closeSync, type Dirent, fstatSync, readdirSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { isMissing, unreadable } from '../standalone/file-errors.ts';
import { openRegularFile } from '../standalone/regular-file.ts';

const CHUNK_BYTES = 1 << 16;
const LOOK_MS = 300;
const NEWLINE = 10;
/** The engine nests steps, tasks and kinds, no deeper. */
const MAX_DEPTH = 6;

export interface FollowOptions {
  /** Keeps reading at the file's end as long as this returns true. */
  readonly isGrowing: () => boolean;
  readonly sleep: (milliseconds: number) => Promise<void>;
}

/** The bytes of a log as they are read; nothing if there is no file. With `follow`, also those still to be written. */
export async function* readLog(path: string, follow?: FollowOptions, start = 0): AsyncGenerator<Uint8Array> {
  const buffer = Buffer.alloc(CHUNK_BYTES);
  let offset = start;
  for (;;) {
    // Asked before reading, so that nothing written before the end is missed.
    const more = follow?.isGrowing() ?? false;
    // Opened each time: a log that grows too long starts again.
    const file = openRegularFile(path, Number.MAX_SAFE_INTEGER);
    if (file !== null) {
      try {
        const { size } = fstatSync(file.descriptor);
        if (size < offset) offset = 0;
        for (let read = 1; read > 0; ) {
          read = readSync(file.descriptor, buffer, 0, CHUNK_BYTES, offset);
          offset += read;
          if (read > 0) yield Uint8Array.from(buffer.subarray(0, read));
        }
      } finally {
        closeSync(file.descriptor);
      }
    }
    if (!more || follow === undefined) return;
    await follow.sleep(LOOK_MS);
  }
}

/** The offset of the last lines of a log; 0 if it has no more lines. */
export function tailStart(path: string, lines: number): number {
  const file = openRegularFile(path, Number.MAX_SAFE_INTEGER);
  if (file === null) return 0;
  const buffer = Buffer.alloc(CHUNK_BYTES);
  try {
    let found = 0;
    for (let end = file.size; end > 0; ) {
      const begin = Math.max(0, end - CHUNK_BYTES);
      const read = readSync(file.descriptor, buffer, 0, end - begin, begin);
      for (let at = read - 1; at >= 0; at--) {
        // A newline at the very end belongs to the last line.
        if (buffer[at] === NEWLINE && begin + at < file.size - 1 && ++found === lines) return begin + at + 1;
      }
      end = begin;
    }
    return lines === 0 ? file.size : 0;
  } finally {
    closeSync(file.descriptor);
  }
}

/** A file that the engine left in a job's folder; its name is relative to the folder. */
export interface RunLogFile {
  readonly name: string;
  readonly path: string;
}

/** The files below `runlog/` in a job's folder, sorted by name: the logs of each task, by step and number. */
export function runLogFiles(jobFolder: string): readonly RunLogFile[] {
  const files: RunLogFile[] = [];
  collect(join(jobFolder, 'runlog'), 'runlog', 0, files);
  return files;
}

function collect(path: string, name: string, depth: number, files: RunLogFile[]): void {
  let entries: readonly Dirent[];
  try {
    entries = readdirSync(path, { withFileTypes: true });
  } catch (error) {
    if (isMissing(error)) return;
    throw unreadable(path, error);
  }
  for (const entry of [...entries].sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const [inside, full] = [`${name}/${entry.name}`, join(path, entry.name)];
    if (entry.isFile()) files.push({ name: inside, path: full });
    else if (entry.isDirectory() && depth < MAX_DEPTH) collect(full, inside, depth + 1, files);
  }
}
