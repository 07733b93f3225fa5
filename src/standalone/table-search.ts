import { closeSync, readSync } from 'node:fs';
import { MAX_JSON_BYTES } from './read-json.ts';
import { openRegularFile } from './regular-file.ts';

const WINDOW_BYTES = 1 << 20;
const HEAD = Buffer.from('{"version": "0.1", "tables": [');
const BEFORE_NAME = Buffer.from('{"name": "');
const BEFORE_DIR = Buffer.from('", "dir": "');
const BEFORE_TIME = Buffer.from('", "created_at": ');
const NEXT = Buffer.from(', ');
const END = Buffer.from(']}');
const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/**
 * The `dir`s of the tables whose names begin with a prefix, by the rest of the name, from a datastore's manifest that is
 * written as the client writes it; null for any other, which has to be parsed. Parsing a manifest of 700,000 tables takes a
 * second and half a gigabyte, to find seven of them.
 */
export function searchTables(path: string, prefix: string, windowBytes = WINDOW_BYTES): Map<string, string> | null {
  const file = openRegularFile(path, MAX_JSON_BYTES);
  if (file === null) return null;
  try {
    return new TableSearch(file.descriptor, prefix, windowBytes).run();
  } catch {
    // On NFS, a writer that replaces the file makes reading fail: the parser opens it again, or reports why.
    return null;
  } finally {
    closeSync(file.descriptor);
  }
}

/** Reads a manifest through a window. A zero behind its last byte stops every scan, as the client writes none. */
class TableSearch {
  readonly #descriptor: number;
  readonly #prefix: string;
  readonly #prefixBytes: Buffer;
  readonly #bytes: Buffer;
  readonly #found = new Map<string, string>();
  #end = 0;
  /** Where the next entry begins. */
  #at = 0;
  /** Where the last scan stopped. */
  #stop = 0;
  #hasEscapes = false;
  /** Whether the scanned entry is the last one. */
  #isLast = false;

  constructor(descriptor: number, prefix: string, windowBytes: number) {
    this.#descriptor = descriptor;
    this.#prefix = prefix;
    this.#prefixBytes = Buffer.from(prefix);
    this.#bytes = Buffer.alloc(windowBytes + 1);
  }

  run(): Map<string, string> | null {
    this.#refill();
    if (!this.#literal(0, HEAD)) return null;
    this.#at = this.#stop;
    for (;;) {
      if (this.#entry()) {
        this.#at = this.#stop;
        if (!this.#isLast) continue;
        return this.#at === this.#end && !this.#refill() ? this.#found : null;
      }
      // The entry goes on behind the window, or is unusual.
      if (this.#stop < this.#end || !this.#refill()) return null;
    }
  }

  /** Reads more behind what is left of the window; false if there is no more, or no room. */
  #refill(): boolean {
    this.#bytes.copyWithin(0, this.#at, this.#end);
    this.#end -= this.#at;
    this.#at = 0;
    const read = readSync(this.#descriptor, this.#bytes, this.#end, this.#bytes.length - 1 - this.#end, null);
    this.#end += read;
    this.#bytes[this.#end] = 0;
    return read > 0;
  }

  /** Scans an entry with what follows it, and keeps it if it is wanted; false if it is incomplete or unusual. */
  #entry(): boolean {
    if (!this.#literal(this.#at, BEFORE_NAME)) return false;
    const name = this.#stop;
    if (!this.#string(name)) return false;
    const nameEnd = this.#stop;
    const isEscaped = this.#hasEscapes;
    if (!this.#literal(nameEnd, BEFORE_DIR)) return false;
    const dir = this.#stop;
    if (!this.#string(dir)) return false;
    const dirEnd = this.#stop;
    if (this.#hasEscapes) {
      this.#stop = dir;
      return false;
    }
    if (!this.#literal(dirEnd, BEFORE_TIME) || !this.#digits(this.#stop)) return false;
    const after = this.#stop;
    this.#isLast = this.#bytes[after] === END[0];
    if (!this.#literal(after, this.#isLast ? END : NEXT)) return false;
    if (!isEscaped && !this.#hasPrefix(name, nameEnd)) return true;
    const text = this.#bytes.toString('latin1', name, nameEnd);
    const full = isEscaped ? unescaped(text) : text;
    if (full === null) {
      this.#stop = name;
      return false;
    }
    if (!full.startsWith(this.#prefix)) return true;
    const rest = full.slice(this.#prefix.length);
    // If a table is registered twice, the client reads the first.
    if (!this.#found.has(rest)) this.#found.set(rest, this.#bytes.toString('latin1', dir, dirEnd));
    return true;
  }

  #literal(from: number, expected: Buffer): boolean {
    for (let index = 0; index < expected.length; index++) {
      if (this.#bytes[from + index] === expected[index]) continue;
      this.#stop = from + index;
      return false;
    }
    this.#stop = from + expected.length;
    return true;
  }

  /** Scans the inside of a string of ASCII, and stops at its closing quote. */
  #string(from: number): boolean {
    const bytes = this.#bytes;
    this.#hasEscapes = false;
    for (let at = from; ; at++) {
      const byte = bytes[at] ?? 0;
      if (byte === BACKSLASH) {
        this.#hasEscapes = true;
        // What is escaped may be a quote.
        if (at + 1 < this.#end) at++;
      } else if (byte === QUOTE || byte < 0x20 || byte >= 0x7f) {
        this.#stop = at;
        return byte === QUOTE;
      }
    }
  }

  /** Scans a whole number with the brace behind it. */
  #digits(from: number): boolean {
    let at = from;
    for (let byte = this.#bytes[at] ?? 0; byte >= 0x30 && byte <= 0x39; byte = this.#bytes[at] ?? 0) at++;
    this.#stop = at;
    if (at === from || this.#bytes[at] !== 0x7d) return false;
    this.#stop = at + 1;
    return true;
  }

  #hasPrefix(from: number, to: number): boolean {
    const expected = this.#prefixBytes;
    if (to - from < expected.length) return false;
    // The ends of prefixes differ more than their beginnings.
    for (let index = expected.length - 1; index >= 0; index--) {
      if (this.#bytes[from + index] !== expected[index]) return false;
    }
    return true;
  }
}

/** Null if an escape is not JSON's. */
function unescaped(text: string): string | null {
  try {
    return JSON.parse(`"${text}"`) as string;
  } catch {
    return null;
  }
}
