import { appendFileSync, closeSync, fstatSync, ftruncateSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder } from '../files/make-folder.ts';
import { failedInState } from './run-note.ts';

/** Maximum size of a log while swjob follows it; beyond it, the older half is dropped. */
const MAX_BYTES = 16 * 1024 * 1024;
const CHUNK_BYTES = 1 << 16;
const OWNER_ONLY = 0o600;
const NEWLINE = 10;

/** The file with what the engine printed for a job. */
export function engineLogPath(folder: string, version: string): string {
  return join(folder, `${version}.log`);
}

/** The file with the earlier part of a log that grew too long. */
export function olderLogPath(folder: string, version: string): string {
  return join(folder, `${version}.log.1`);
}

export function removeEngineLog(folder: string, version: string): void {
  for (const path of [engineLogPath(folder, version), olderLogPath(folder, version)]) rmSync(path, { force: true });
}

/** Adds a line of swjob's own to a log. */
export function noteInLog(path: string, text: string): void {
  try {
    appendFileSync(path, `[swjob: ${text}]\n`);
  } catch {
    // On a full disk the line is lost.
  }
}

/**
 * The log of one job, readable by its owner only. The engine itself writes to `descriptor`, so nothing is lost and no
 * write fails if swjob is killed; swjob follows the file.
 */
export class EngineLog {
  readonly path: string;
  /** Appends, even if several processes write. */
  readonly descriptor: number;
  private readonly olderPath: string;
  private readonly maxBytes: number;
  private readonly reader: number;
  private offset = 0;

  /** Creates the folder and an empty file; throws an error that names the file. */
  constructor(folder: string, version: string, maxBytes = MAX_BYTES) {
    this.path = engineLogPath(folder, version);
    this.olderPath = olderLogPath(folder, version);
    this.maxBytes = maxBytes;
    try {
      makeFolder(folder, 0o700);
      closeSync(openSync(this.path, 'w', OWNER_ONLY));
      this.descriptor = openSync(this.path, 'a', OWNER_ONLY);
      this.reader = openSync(this.path, 'r+');
    } catch (error) {
      throw failedInState(`cannot create the log ${this.path}`, error);
    }
  }

  /** Passes on what was written since the last call. */
  read(take: (chunk: Uint8Array) => void): void {
    for (;;) {
      const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
      const count = readSync(this.reader, chunk, 0, CHUNK_BYTES, this.offset);
      if (count === 0) break;
      this.offset += count;
      take(chunk.subarray(0, count));
    }
    if (this.offset > this.maxBytes) this.cut(take);
  }

  close(): void {
    closeSync(this.reader);
    closeSync(this.descriptor);
  }

  /** Moves the later half to the file of the older part and empties the log, as the engine goes on writing to this file. */
  private cut(take: (chunk: Uint8Array) => void): void {
    let older: number;
    try {
      older = openSync(this.olderPath, 'w', OWNER_ONLY);
    } catch {
      return;
    }
    try {
      const kept = lastLines(this.reader, this.offset, Math.floor(this.maxBytes / 2));
      writeSync(older, `[swjob: left out ${this.offset - kept.length} bytes before this]\n`);
      writeSync(older, kept);
      // Also keeps what the engine writes in the meantime, except between the last look and the truncation.
      while (fstatSync(this.reader).size > this.offset) {
        const rest = Buffer.allocUnsafe(CHUNK_BYTES);
        const count = readSync(this.reader, rest, 0, CHUNK_BYTES, this.offset);
        if (count === 0) break;
        this.offset += count;
        writeSync(older, rest, 0, count);
        take(rest.subarray(0, count));
      }
      ftruncateSync(this.reader, 0);
      this.offset = 0;
    } catch {
      // On a full disk the log stays as it is.
    } finally {
      closeSync(older);
    }
  }
}

/** The last whole lines before an offset of a file, at most this many bytes. */
function lastLines(descriptor: number, end: number, bytes: number): Buffer {
  const tail = Buffer.alloc(Math.min(bytes, end));
  const count = readSync(descriptor, tail, 0, tail.length, end - tail.length);
  return tail.subarray(tail.indexOf(NEWLINE) + 1, count);
}
