import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { installPacked } from '../support/packed.ts';
import { temporaryFolder } from '../support/stores.ts';

/** A folder of a project that depends on the installed package, with these files. */
export async function consumerProject(files: Readonly<Record<string, string>>): Promise<string> {
  const { folder } = await installPacked();
  const project = mkdtempSync(join(await temporaryFolder(), 'consumer-'));
  mkdirSync(join(project, 'node_modules'));
  symlinkSync(folder, join(project, 'node_modules', 'swjob'), 'dir');
  for (const [name, text] of Object.entries(files)) writeFileSync(join(project, name), text);
  return project;
}
