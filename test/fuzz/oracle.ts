import { expect } from 'vitest';
import { decodeInteger } from '../../src/datastore/scalars.ts';
import { expectCleanExit } from '../attacks/expect-clean-exit.ts';
import { type Ended, type SwjobOptions, swjob } from '../support/cli.ts';
import { cpuNow } from '../support/cpu-now.ts';

/** No answer to such small input takes this much processor time. */
const LONGEST_MS = 5000;
/** Nor does any need this much memory. */
const MAX_BYTES = 700 * 1024 * 1024;

/** Runs a command that may fail, but only properly and quickly; on a terminal, without driving it. */
export async function soundly(args: readonly string[], options: SwjobOptions): Promise<Ended> {
  const started = cpuNow();
  const before = process.memoryUsage.rss();
  const ended = await swjob(args, options);
  expectCleanExit(ended, options.tty !== undefined);
  expect(cpuNow() - started).toBeLessThan(LONGEST_MS);
  expect(process.memoryUsage.rss() - before).toBeLessThan(MAX_BYTES);
  return ended;
}

/** The keys in the lines of a block, read as simply as possible; null if a line is invalid. */
export function keysOfLines(text: string): readonly (number | bigint)[] | null {
  const keys: (number | bigint)[] = [];
  for (const line of text.split('\n')) {
    if (line.trim() === '') continue;
    try {
      const { records } = JSON.parse(line) as { records: Record<string, { data: { id: unknown } }> };
      const [key] = Object.values(records).flatMap(({ data }) =>
        data.id === undefined || data.id === null ? [] : [data.id],
      );
      keys.push(decodeInteger('INT64', key));
    } catch {
      return null;
    }
  }
  return keys;
}
