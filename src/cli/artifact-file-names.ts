import type { TypedObject } from '../datastore/typed-value.ts';

/** File systems take 255 bytes, encrypted ones 143: this leaves room for a number and an extension. */
const MAX_NAME_BYTES = 120;

/** Makes the names of the files in one folder safe and unique. */
export class FileNames {
  /** The names in use, and how often each was asked for. */
  readonly #names = new Map<string, number>();

  /** Marks a name as used. */
  add(name: string): void {
    this.#names.set(sameFile(name), 1);
  }

  /** A name that no other file has. Names come from the job: what could lead to another folder becomes `_`. */
  unused(name: string, extension: string): string {
    const safe = shortened(name.replace(/[^\p{L}\p{M}\p{N}._-]+/gu, '_').replace(/^[.-]+/, '_'), MAX_NAME_BYTES) || '_';
    const key = (candidate: string) => sameFile(`${candidate}${extension}`);
    let copies = this.#names.get(key(safe)) ?? 0;
    let unused = copies === 0 ? safe : `${safe}-${copies + 1}`;
    while (this.#names.has(key(unused))) unused = `${safe}-${++copies + 1}`;
    this.#names.set(key(safe), copies + 1);
    if (unused !== safe) this.#names.set(key(unused), 1);
    return `${unused}${extension}`;
  }
}

/** On some systems, names that differ in case or in how accents are encoded are the same file. */
function sameFile(name: string): string {
  return name.normalize('NFC').toLowerCase();
}

/** The beginning of a string, in whole characters, that fits into this many bytes of UTF-8. */
function shortened(text: string, maxBytes: number): string {
  const { read } = new TextEncoder().encodeInto(text, new Uint8Array(maxBytes));
  return text.slice(0, read);
}

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

/** The extension of an artifact's file: that of its own name, else by its MIME type. */
export function extensionOf(object: TypedObject): string {
  const displayName = object.value.get('display_name')?.value;
  const own = typeof displayName === 'string' ? /\.[A-Za-z0-9]{1,8}$/.exec(displayName)?.[0] : undefined;
  const mimeType = object.value.get('_mime_type')?.value;
  const known = typeof mimeType === 'string' && Object.hasOwn(EXTENSIONS, mimeType) ? EXTENSIONS[mimeType] : undefined;
  return own ?? known ?? '.bin';
}
