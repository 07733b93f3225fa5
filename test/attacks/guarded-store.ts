import { mkdirSync, mkdtempSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { int, JOB, text, writeStore } from '../cli/written-store.ts';
import { storeEnv, swjob } from '../support/cli.ts';
import { temporaryFolder } from '../support/stores.ts';
import { writeTable } from '../support/write-table.ts';
import { expectCleanExit, footprint } from './expect-clean-exit.ts';

export const SECRET = 'the-secret-beside-the-store';

/** A store within a folder of its own, with things beside it that must neither be read nor changed. */
export interface GuardedStore {
  readonly parent: string;
  readonly root: string;
  readonly outside: string;
  /** Runs a command that must not get out: nothing beside the store is shown or touched. Returns its exit status. */
  readonly refused: (...args: string[]) => Promise<number>;
  /** Saves the artifacts of the table, which are damaged; returns the folder, which has only the index that says so. */
  readonly nothingSaved: () => Promise<string>;
}

export async function guardedStore(): Promise<GuardedStore> {
  const parent = mkdtempSync(join(await temporaryFolder(), 'paths-'));
  const outside = join(parent, 'outside');
  mkdirSync(join(outside, 'job', JOB.slice(0, 2), JOB), { recursive: true });
  writeFileSync(join(outside, 'job', JOB.slice(0, 2), JOB, '_manifest.yaml'), `status: ${SECRET}\n`);
  writeFileSync(join(outside, 'secret'), SECRET);
  writeTable(outside, { keyType: 'INT64', blocks: [[{ key: 1, revision: 1n, cells: { a: text(SECRET) } }]] });
  const written = await writeStore({
    t: { keyType: 'INT64', blocks: [[{ key: 1, revision: 1n, cells: { a: int(1) } }]] },
  });
  const root = join(parent, 'store');
  renameSync(written.root, root);

  const refused = async (...args: string[]): Promise<number> => {
    const before = footprint(parent);
    const ended = await swjob(args, { env: storeEnv(root) });
    expectCleanExit(ended);
    expect(`${ended.stdout}${ended.stderr}`).not.toContain(SECRET);
    expect(footprint(parent)).toEqual(before);
    return ended.status;
  };
  const nothingSaved = async (): Promise<string> => {
    const saved = mkdtempSync(join(await temporaryFolder(), 'saved-'));
    expect(await refused('rows', JOB, 't', '--save-artifacts', saved)).toBe(6);
    expect(readdirSync(saved)).toEqual(['index.csv']);
    return saved;
  };
  return { parent, root, outside, refused, nothingSaved };
}
