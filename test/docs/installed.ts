import { execFile } from 'node:child_process';
import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { temporaryFolder } from '../support/stores.ts';
import { PROJECT } from './blocks.ts';

const run = promisify(execFile);

let prefix: Promise<string> | undefined;

/** A clean npm prefix in which the packed file is installed, as users install it; made once for a test file. */
export function installedPrefix(): Promise<string> {
  prefix ??= install();
  return prefix;
}

async function install(): Promise<string> {
  const folder = await mkdtemp(join(await temporaryFolder(), 'prefix-'));
  const env = { PATH: process.env['PATH'], HOME: folder, NPM_CONFIG_OFFLINE: 'true' };
  const options = ['--ignore-scripts', '--silent'];
  const { stdout } = await run('npm', ['pack', ...options, '--pack-destination', folder], { cwd: PROJECT, env });
  const file = join(folder, stdout.trim());
  await run('npm', ['install', '--global', ...options, '--prefix', folder, file], { cwd: folder, env });
  return folder;
}
