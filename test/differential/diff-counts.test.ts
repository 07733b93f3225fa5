import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { python } from '../cli/at-terminal.ts';
import { storeEnv, swjob } from '../support/cli.ts';
import { unpackStore } from '../support/stores.ts';

// Diffs all pairs of jobs, in all tables that both have, and compares the counts with those that a separate script computes
// from what the real client and Python's pickle read.

interface Expected {
  readonly base: string;
  readonly job: string;
  readonly counts: Readonly<Record<string, number>>;
  readonly outcome: Readonly<Record<string, number>> | null;
  readonly columns: Readonly<Record<string, number>>;
  readonly fixed: readonly string[];
  readonly broken: readonly string[];
}

interface Diff extends Omit<Expected, 'columns' | 'base' | 'job'> {
  readonly columns: Readonly<Record<string, { readonly changed: number }>>;
  readonly rows: readonly { readonly key: string; readonly outcome: string | null }[];
}

const file = (path: string) => fileURLToPath(new URL(path, import.meta.url));

describe.skipIf(python === undefined)('diff of all pairs of jobs', () => {
  it('has the counts that follow from the client’s answers', { timeout: 120_000 }, async () => {
    const answers = ['expected', 'pickles'].map((kind) => file(`../stores/vision.${kind}.json.gz`));
    const { stdout } = await promisify(execFile)(python ?? '', [file('diff_counts.py'), ...answers], {
      maxBuffer: 2 ** 28,
    });
    const expected = JSON.parse(stdout) as Readonly<Record<string, readonly Expected[]>>;
    const env = storeEnv(await unpackStore('vision'));
    let count = 0;
    for (const [table, pairs] of Object.entries(expected)) {
      for (const { base, job, ...counted } of pairs) {
        const ended = await swjob(['diff', base, job, table, '--json'], { env });
        expect(ended.status, ended.stderr).toBe(0);
        const { counts, outcome, columns, rows } = JSON.parse(ended.stdout) as Diff;
        const keys = (of: string) => rows.flatMap((row) => (row.outcome === of ? [row.key] : [])).sort();
        const changed = Object.entries(columns).flatMap(([name, { changed: n }]) =>
          n > 0 ? [[name, n] as const] : [],
        );
        const ours = {
          counts,
          outcome,
          columns: Object.fromEntries(changed),
          fixed: keys('fixed'),
          broken: keys('broken'),
        };
        expect(ours, `${table}: ${base} ${job}`).toEqual(counted);
        count++;
      }
    }
    expect(count).toBeGreaterThan(70);
  });
});
