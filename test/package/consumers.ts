import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { installPacked } from '../support/packed.ts';
import { temporaryFolder } from '../support/stores.ts';

/** The folder of a project with these files, which depends on the installed package. */
export async function consumerProject(files: Readonly<Record<string, string>>): Promise<string> {
  const { folder } = await installPacked();
  const project = mkdtempSync(join(await temporaryFolder(), 'consumer-'));
  mkdirSync(join(project, 'node_modules'));
  symlinkSync(folder, join(project, 'node_modules', 'swjob'), 'dir');
  for (const [name, text] of Object.entries(files)) writeFileSync(join(project, name), text);
  return project;
}
