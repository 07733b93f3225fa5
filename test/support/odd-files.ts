import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** What may be in the place of a file. Opening the first for reading would wait for a writer. */
export const ODD_FILES = ['a FIFO', 'a folder', 'a link to itself', 'an endless device'] as const;
export type OddFile = (typeof ODD_FILES)[number];

/** Replaces a path with something other than a file, which even root cannot read. */
export function makeOddFile(kind: OddFile, path: string): void {
  rmSync(path, { recursive: true, force: true });
  mkdirSync(dirname(path), { recursive: true });
  if (kind === 'a FIFO') execFileSync('mkfifo', [path]);
  else if (kind === 'a folder') mkdirSync(path);
  else symlinkSync(kind === 'a link to itself' ? path : '/dev/zero', path);
}

/** A sparse file of that many bytes. */
export function makeSparseFile(path: string, bytes: number): void {
  writeFileSync(path, '');
  truncateSync(path, bytes);
}
