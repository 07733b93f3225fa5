import {
  accessSync,
  chmodSync,
  closeSync,
  constants,
  fstatSync,
  fsyncSync,
  lstatSync,
  openSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { errorCode, isError, SwjobError, usageError } from '../errors.ts';
import { temporaryName } from '../files/temporary-name.ts';
import { failedWrite } from '../files/write-failure.ts';
import { CHUNK_CHARACTERS, type Sink, writeError } from './byte-sink.ts';

/** A sink whose output takes effect only at `commit`. */
export interface OutputSink extends Sink {
  /** Makes the written text the content of the target. */
  commit(): Promise<void>;
  /** Discards everything written so far; absent if that is impossible. */
  readonly restart?: () => void;
  /** Leaves the target unchanged; does nothing after `commit`. Synchronous, for use when interrupted. */
  abort(): void;
}

/**
 * A file that appears at `commit`, complete and synced: until then the text is in a temporary file beside it. Devices and
 * named pipes are written to directly. Throws a usage error for a folder, or if the file's folder does not exist.
 */
export function openFileSink(path: string): OutputSink {
  try {
    const descriptor = openedDescriptor(path);
    if (descriptor !== null) return new FileSink(path, path, descriptor, null, true);
    const existing = existingTarget(path);
    if (existing?.isDirectory) throw usageError(`--out ${path}: is a folder`, 'Name a file in it.');
    if (existing !== null && !existing.isFile) return new FileSink(path, path, openSync(path, 'w'), null);
    // Replacing needs no permission to write the file itself; whoever took it away wants to keep the file.
    if (existing !== null) accessSync(existing.path, constants.W_OK);
    const target = existing?.path ?? path;
    const temporary = temporaryName(target);
    return new FileSink(path, temporary, openSync(temporary, 'wx', 0o644), { target, mode: existing?.mode ?? null });
  } catch (error) {
    throw error instanceof SwjobError ? error : openError(path, error);
  }
}

/**
 * The descriptor that `/dev/stderr` or `/dev/fd/N` names, null for any other path. Its file may be open for appending, so
 * it must not be replaced.
 */
function openedDescriptor(path: string): number | null {
  const name = /^\/(?:dev|proc\/self)\/(?:(stdout)|(stderr)|fd\/(\d{1,9}))$/.exec(path);
  if (name === null || process.platform === 'win32') return null;
  const descriptor = name[1] ? 1 : name[2] ? 2 : Number(name[3]);
  fstatSync(descriptor);
  return descriptor;
}

interface Target {
  /** With links resolved, so that a link stays and its target is replaced. */
  readonly path: string;
  readonly isDirectory: boolean;
  readonly isFile: boolean;
  readonly mode: number;
}

function existingTarget(path: string): Target | null {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) {
    if (lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() !== true) return null;
    const lead = readlinkSync(path);
    throw usageError(
      `--out ${path}: the link points to ${lead}, which does not exist`,
      'Create that file, or remove the link.',
    );
  }
  const real = stats.isFile() ? realpathSync(path) : path;
  return { path: real, isDirectory: stats.isDirectory(), isFile: stats.isFile(), mode: stats.mode & 0o777 };
}

function openError(path: string, error: unknown): SwjobError {
  const code = errorCode(error);
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    return usageError(
      `--out ${path}: the folder ${dirname(path)} does not exist`,
      'Create it first, or name another folder.',
    );
  }
  if (code === 'EBADF') return usageError(`--out ${path}: no such descriptor is open`);
  return failedWrite(`cannot write ${path}`, error);
}

/** Writes bytes and returns how many were taken; waits if a non-blocking descriptor takes none. */
function written(descriptor: number, bytes: Uint8Array, from: number): number {
  for (;;) {
    try {
      return writeSync(descriptor, bytes, from);
    } catch (error) {
      if (errorCode(error) !== 'EAGAIN') throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    }
  }
}

/** The file that a temporary file becomes at `commit`. */
interface FinalFile {
  readonly target: string;
  /** The permissions of the file to replace, null if there is none. */
  readonly mode: number | null;
}

class FileSink implements OutputSink {
  readonly #name: string;
  readonly #written: string;
  /** Null if the target itself is written. */
  readonly #final: FinalFile | null;
  /** Whether the descriptor was opened elsewhere, and stays open. */
  readonly #isBorrowed: boolean;
  #descriptor: number | null;
  #pending = '';
  readonly restart?: () => void;

  constructor(name: string, written: string, descriptor: number, final: FinalFile | null, isBorrowed = false) {
    this.#name = name;
    this.#written = written;
    this.#descriptor = descriptor;
    this.#final = final;
    this.#isBorrowed = isBorrowed;
    if (final !== null) this.restart = () => this.#restart();
  }

  #restart(): void {
    this.#pending = '';
    if (this.#descriptor === null) return;
    this.#guard(() => {
      if (this.#descriptor !== null) this.#close(this.#descriptor);
      this.#descriptor = openSync(this.#written, 'w');
    });
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
      this.#close(descriptor);
      if (this.#final === null) return;
      if (this.#final.mode !== null) chmodSync(this.#written, this.#final.mode);
      renameSync(this.#written, this.#final.target);
    });
  }

  abort(): void {
    const descriptor = this.#descriptor;
    if (descriptor === null) return;
    this.#close(descriptor);
    this.#discard();
  }

  #close(descriptor: number): void {
    this.#descriptor = null;
    if (!this.#isBorrowed) closeSync(descriptor);
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
        at += written(this.#descriptor, bytes, at);
      }
    });
  }

  #guard(action: () => void): void {
    try {
      action();
    } catch (error) {
      this.abort();
      this.#discard();
      throw writeError(isError(error) ? error : new Error(String(error)), this.#name);
    }
  }

  /** Removes the temporary file, never the target itself or a device. */
  #discard(): void {
    if (this.#final !== null) rmSync(this.#written, { force: true });
  }
}
