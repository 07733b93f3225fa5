import {
  chmodSync,
  closeSync,
  fstatSync,
  fsyncSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { SwjobError, usageError } from '../errors.ts';
import { temporaryName } from '../files/temporary-name.ts';
import { CHUNK_CHARACTERS, type Sink, writeError } from './byte-sink.ts';

/** A sink whose text takes effect only at `commit`. */
export interface OutputSink extends Sink {
  /** Makes what was written the content of the target. */
  commit(): Promise<void>;
  /** Leaves the target as it was before; does nothing after `commit`. Synchronous, for use at an interruption. */
  abort(): void;
}

/**
 * A file that appears under its name, whole and on disk, at `commit` and not before: until then the text is in a
 * temporary file beside it. A device or a named pipe is written to directly. Throws a usage error for a folder or a
 * folder that does not exist.
 */
export function openFileSink(path: string): OutputSink {
  try {
    const existing = existingTarget(path);
    if (existing?.isDirectory) throw usageError(`--out ${path}: is a folder`, 'Name a file in it.');
    if (existing !== null && !existing.isFile) return new FileSink(path, path, openSync(path, 'w'), null);
    const target = existing?.path ?? path;
    const temporary = temporaryName(target);
    return new FileSink(path, temporary, openSync(temporary, 'wx', 0o644), { target, mode: existing?.mode ?? null });
  } catch (error) {
    throw error instanceof SwjobError ? error : openError(path, error);
  }
}

interface Target {
  /** Where symbolic links lead, so that the link stays and the file behind it is replaced. */
  readonly path: string;
  readonly isDirectory: boolean;
  readonly isFile: boolean;
  readonly mode: number;
}

function existingTarget(path: string): Target | null {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) return null;
  const real = stats.isFile() ? realpathSync(path) : path;
  return { path: real, isDirectory: stats.isDirectory(), isFile: stats.isFile(), mode: stats.mode & 0o777 };
}

function openError(path: string, error: unknown): SwjobError {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    return usageError(`--out ${path}: the folder ${dirname(path)} does not exist`, 'Create it first, or name another.');
  }
  const reason = error instanceof Error ? error.message : String(error);
  return new SwjobError('operation-failed', `Cannot write ${path}: ${reason}`, { cause: error });
}

/** What a temporary file becomes at `commit`. */
interface FinalFile {
  readonly target: string;
  /** The permissions of the file that is replaced, null when there was none. */
  readonly mode: number | null;
}

class FileSink implements OutputSink {
  readonly #name: string;
  readonly #written: string;
  /** Null when the target itself is written. */
  readonly #final: FinalFile | null;
  #descriptor: number | null;
  #pending = '';

  constructor(name: string, written: string, descriptor: number, final: FinalFile | null) {
    this.#name = name;
    this.#written = written;
    this.#descriptor = descriptor;
    this.#final = final;
  }

  write(chunk: string | Uint8Array): undefined {
    if (typeof chunk === 'string') {
      this.#pending += chunk;
      if (this.#pending.length >= CHUNK_CHARACTERS) this.#send();
      return;
    }
    this.#send();
    this.#store(chunk);
  }

  async flush(): Promise<void> {
    this.#send();
  }

  async commit(): Promise<void> {
    this.#send();
    const descriptor = this.#descriptor;
    if (descriptor === null) return;
    this.#guard(() => {
      if (fstatSync(descriptor).isFile()) fsyncSync(descriptor);
      this.#descriptor = null;
      closeSync(descriptor);
      if (this.#final === null) return;
      if (this.#final.mode !== null) chmodSync(this.#written, this.#final.mode);
      renameSync(this.#written, this.#final.target);
    });
  }

  abort(): void {
    const descriptor = this.#descriptor;
    if (descriptor === null) return;
    this.#descriptor = null;
    closeSync(descriptor);
    this.#discard();
  }

  #send(): void {
    const text = this.#pending;
    this.#pending = '';
    if (text !== '') this.#store(Buffer.from(text));
  }

  #store(bytes: Uint8Array): void {
    this.#guard(() => {
      for (let at = 0; at < bytes.length; ) {
        if (this.#descriptor === null) throw new Error('the file is already closed');
        at += writeSync(this.#descriptor, bytes, at);
      }
    });
  }

  #guard(action: () => void): void {
    try {
      action();
    } catch (error) {
      this.abort();
      this.#discard();
      throw writeError(error instanceof Error ? error : new Error(String(error)), this.#name);
    }
  }

  /** Only ever the temporary file: the target itself, or a device, stays. */
  #discard(): void {
    if (this.#final !== null) rmSync(this.#written, { force: true });
  }
}
