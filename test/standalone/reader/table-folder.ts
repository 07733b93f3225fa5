import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ObjectStore } from '../../../src/standalone/object-store.ts';
import { StandaloneTable } from '../../../src/standalone/table.ts';
import { temporaryFolder } from '../../support/stores.ts';

const parent = await temporaryFolder();

/** A folder for one table, removed afterwards. */
export async function inFolder(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(parent, 'table-'));
  try {
    await work(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

export const tableIn = (folder: string) => new StandaloneTable('t', folder, new ObjectStore(folder));
