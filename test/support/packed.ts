import { mkdtempSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { VERSION } from '../../src/version.ts';
import { oncePerRun } from './once-per-run.ts';
import { type Ended, runProgram } from './program.ts';
import { temporaryFolder } from './stores.ts';

const PROJECT = fileURLToPath(new URL('../..', import.meta.url));

export interface InstalledPackage {
  /** The file from `npm pack`. */
  readonly tarball: string;
  /** The folder for PATH, with the command `swjob`. */
  readonly bin: string;
  /** The folder with the package's own files. */
  readonly folder: string;
  /** The folder for `--prefix` or NODE_PATH in which `swjob` is found as a library. */
  readonly modules: string;
}

/** The package as it would be published, from what `npm test` has built; packed once per run. */
export async function packProject(): Promise<string> {
  const folder = await oncePerRun('packed', async (made) => {
    // Without scripts: a build would remove the program while other tests use it.
    await npm(['pack', '--ignore-scripts', '--pack-destination', made], PROJECT);
  });
  return join(folder, `swjob-${VERSION}.tgz`);
}

/** The packed package after `npm install --global` into its own prefix; once per run. */
export async function installPacked(): Promise<InstalledPackage> {
  const tarball = await packProject();
  const prefix = await oncePerRun('installed', async (made) => {
    const folder = mkdtempSync(join(await temporaryFolder(), 'npm-'));
    // Offline, with an empty cache: it fails if anything besides the package has to be fetched.
    const alone = ['--offline', '--cache', folder, '--no-audit', '--no-fund', '--no-update-notifier'];
    await npm(['install', '--global', '--prefix', made, ...alone, tarball], folder);
  });
  const modules = join(prefix, 'lib', 'node_modules');
  return { tarball, bin: join(prefix, 'bin'), folder: join(modules, 'swjob'), modules };
}

/** The output of npm, with an environment free of the npm that runs the tests. */
async function npm(args: readonly string[], cwd: string): Promise<string> {
  const env = { PATH: pathWith(dirname(process.execPath)), HOME: await temporaryFolder() };
  const { status, stdout, stderr } = await runProgram('npm', args, { env, cwd });
  if (status !== 0) throw new Error(`npm ${args[0]} ended with ${status}: ${stderr}`);
  return stdout;
}

/** Runs the installed command as a shell finds it, by the Node in the folder `node`. */
export async function runInstalled(
  args: readonly string[],
  { env = {}, node = dirname(process.execPath) }: { env?: Readonly<Record<string, string>>; node?: string } = {},
): Promise<Ended> {
  const { bin } = await installPacked();
  return runProgram(join(bin, 'swjob'), args, { env: { PATH: pathWith(bin, node), ...env } });
}

/** The search path with these folders first. */
function pathWith(...folders: readonly string[]): string {
  return [...folders, process.env['PATH']].join(delimiter);
}
