import { createHash, randomBytes } from 'node:crypto';
import { readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isObject, own } from '../datastore/schema.ts';
import { makeFolder } from '../files/make-folder.ts';

/** How long an answer of a server is used. */
const FRESH_MS = 5000;
const OLD_MS = 60 * 60 * 1000;
const MAX_BYTES = 1 << 20;
/** The file of an answer, or a temporary file. */
const FILE = /^[0-9a-f]{32}\.(?:json|[0-9a-f]{8}\.tmp)$/;

/** What is remembered of a question: its answer, that it is being asked at the moment, or nothing. */
export type Remembered = { readonly answer: unknown } | 'asked' | null;

/**
 * Remembers answers of servers for some seconds, in files that only the user can read. If anything goes wrong with the
 * files, it remembers nothing.
 */
export class AnswerCache {
  private readonly folder: string | undefined;
  private readonly now: () => number;

  /** @param folder created if missing; undefined: remember nothing */
  constructor(folder: string | undefined, now: () => number) {
    this.folder = folder;
    this.now = now;
  }

  recall(question: readonly string[]): Remembered {
    if (this.folder === undefined) return null;
    try {
      const path = this.pathOf(question);
      if (statSync(path).size > MAX_BYTES) return null;
      const entry: unknown = JSON.parse(readFileSync(path, 'utf8'));
      const time = isObject(entry) ? own(entry, 'time') : undefined;
      const age = typeof time === 'number' ? this.now() - time : -1;
      if (!isObject(entry) || age < 0 || age > FRESH_MS) return null;
      return Object.hasOwn(entry, 'answer') ? { answer: own(entry, 'answer') } : 'asked';
    } catch {
      return null;
    }
  }

  keep(question: readonly string[], answer: unknown): void {
    this.write(question, { time: this.now(), answer });
  }

  /** Notes that a question is being asked, so that nobody else asks it. */
  noteAsked(question: readonly string[]): void {
    this.write(question, { time: this.now() });
  }

  private write(question: readonly string[], entry: object): void {
    if (this.folder === undefined) return;
    try {
      makeFolder(this.folder, 0o700);
      this.forgetOld(this.folder);
      const path = this.pathOf(question);
      // Nobody sees a partial file. It is not synced: an answer may be lost in a crash.
      const temporary = path.replace(/json$/, `${randomBytes(4).toString('hex')}.tmp`);
      writeFileSync(temporary, JSON.stringify(entry), { mode: 0o600, flag: 'wx' });
      renameSync(temporary, path);
    } catch {
      // A full disk, or no permission to write: the next question goes to the server again.
    }
  }

  private forgetOld(folder: string): void {
    for (const name of readdirSync(folder)) {
      const path = join(folder, name);
      if (FILE.test(name) && this.now() - statSync(path).mtimeMs > OLD_MS) rmSync(path, { force: true });
    }
  }

  private pathOf(question: readonly string[]): string {
    const hash = createHash('sha256').update(JSON.stringify(question)).digest('hex');
    return join(this.folder ?? '', `${hash.slice(0, 32)}.json`);
  }
}
