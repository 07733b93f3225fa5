import { basename, dirname, join } from 'node:path';

/** A hidden name beside a file, for what will take its place; no other process has the same one. */
export function temporaryName(path: string): string {
  // Node loads the module of this global when it is first used: commands that write nothing do without.
  const random = crypto.randomUUID().replaceAll('-', '').slice(0, 12);
  return join(dirname(path), `.${basename(path).slice(0, 100)}.${random}.tmp`);
}
