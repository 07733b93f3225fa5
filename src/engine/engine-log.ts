import { closeSync, fstatSync, openSync, readSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { SwjobError } from '../errors.ts';
import { makeFolder } from '../files/make-folder.ts';
import { replaceFile } from '../files/replace-file.ts';

/** What a log holds at most; beyond it the older half goes. */
const MAX_BYTES = 16 * 1024 * 1024;
const OWNER_ONLY = 0o600;
const NEWLINE = 10;

/** The file that keeps what the engine printed for a job. */
export function engineLogPath(folder: string, version: string): string {
  return join(folder, `${version}.log`);
}

/** What the engine prints for one job, kept in a file that only its owner reads, of bounded size. */
export class EngineLog {
  readonly path: string;
  private readonly maxBytes: number;
  private descriptor: number;
  private size = 0;

  /** Makes the folder and an empty file; a failure says which. */
  constructor(folder: string, version: string, maxBytes = MAX_BYTES) {
    this.path = engineLogPath(folder, version);
    this.maxBytes = maxBytes;
    try {
      makeFolder(folder, 0o700);
      this.descriptor = openSync(this.path, 'w', OWNER_ONLY);
    } catch (error) {
      throw new SwjobError('operation-failed', `cannot keep the log in ${this.path}: ${reasonOf(error)}`, {
        hint: 'Set $XDG_STATE_HOME to a folder that you may write to.',
        cause: error,
      });
    }
  }

  write(chunk: Uint8Array): void {
    try {
      writeSync(this.descriptor, chunk);
      this.size += chunk.length;
      if (this.size > this.maxBytes) this.dropOlderHalf();
    } catch {
      // A full disk must not end the job: what cannot be written is left out.
    }
  }

  close(): void {
    closeSync(this.descriptor);
  }

  private dropOlderHalf(): void {
    const kept = lastLines(this.path, Math.floor(this.maxBytes / 2));
    const note = Buffer.from(`[swjob: ${this.size - kept.length} bytes before this were left out]\n`);
    closeSync(this.descriptor);
    try {
      replaceFile(this.path, Buffer.concat([note, kept]), OWNER_ONLY);
    } finally {
      this.descriptor = openSync(this.path, 'a', OWNER_ONLY);
      this.size = fstatSync(this.descriptor).size;
    }
  }
}

/** The end of a file, from the beginning of a line, at most so many bytes. */
function lastLines(path: string, bytes: number): Buffer {
  const descriptor = openSync(path, 'r');
  try {
    const { size } = fstatSync(descriptor);
    const tail = Buffer.alloc(Math.min(bytes, size));
    const read = readSync(descriptor, tail, 0, tail.length, size - tail.length);
    const start = tail.indexOf(NEWLINE) + 1;
    return tail.subarray(start, read);
  } finally {
    closeSync(descriptor);
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
