import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { EXIT_CODES } from '../../src/errors.ts';
import type { Ended } from '../support/cli.ts';

const STATUSES: ReadonlySet<number> = new Set([0, ...Object.values(EXIT_CODES)]);

/** Moves the cursor, starts an escape sequence or changes the direction of text; newlines are the program's own. */
const DRIVES_TERMINAL = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/;

/** On a terminal, colours, bold and the like are the program's own. */
const STYLES = /\u001b\[[\d;]*m/g;

/** For any input: a documented exit status, no stack, no internal error, and stderr that is safe for a terminal. */
export function expectCleanExit({ status, stdout, stderr }: Ended, terminal = false): void {
  expect({ status, isKnown: STATUSES.has(status), stderr }).toMatchObject({ isKnown: true });
  expect(stderr).not.toMatch(/^\s+at .*[:(]|internal error|node:internal/m);
  expect(stderr.replace(STYLES, '')).not.toMatch(DRIVES_TERMINAL);
  expect(stderr.length).toBeLessThan(20_000);
  // These statuses need no message, and doctor reports on stdout.
  if (![0, 8, 9, 10].includes(status) && !stdout.includes('failed')) expect(stderr).toMatch(/^swjob: \S/m);
  if (terminal) expect(stdout.replace(STYLES, '')).not.toMatch(DRIVES_TERMINAL);
}

/** Every path below a folder, with everything that a write would change. */
export function footprint(root: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const entry of readdirSync(root, { withFileTypes: true, recursive: true })) {
    const path = join(entry.parentPath, entry.name);
    const stats = statSync(path, { throwIfNoEntry: false });
    if (stats !== undefined) found.set(path, `${stats.mode} ${stats.size} ${stats.mtimeMs} ${stats.ino}`);
  }
  return found;
}
