import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** What may stand where a file is to be. Opening the first for reading would wait for a writer. */
export const ODD_FILES = ['a FIFO', 'a folder', 'a link to itself', 'an endless device'] as const;
export type OddFile = (typeof ODD_FILES)[number];

/** Puts something at a path that is no file, in the place of what is there. It fails for root, too. */
export function makeOddFile(kind: OddFile, path: string): void {
  rmSync(path, { recursive: true, force: true });
  mkdirSync(dirname(path), { recursive: true });
  if (kind === 'a FIFO') execFileSync('mkfifo', [path]);
  else if (kind === 'a folder') mkdirSync(path);
  else symlinkSync(kind === 'a link to itself' ? path : '/dev/zero', path);
}

/** A file of that many bytes that takes no space. */
export function makeSparseFile(path: string, bytes: number): void {
  writeFileSync(path, '');
  truncateSync(path, bytes);
}
