import { mkdtempSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { storeEnv, swjobProcess } from './cli.ts';
import { runProgram } from './program.ts';
import { temporaryFolder, unpackStore } from './stores.ts';

const FILES_HOOK = fileURLToPath(new URL('loaded-files.cjs', import.meta.url));
const MODULES_HOOK = new URL('loaded-modules.js', import.meta.url).href;

export interface Loaded {
  readonly stdout: string;
  /** The names of files loaded by `require`, in order. */
  readonly files: readonly string[];
  /** Parts of Node beyond those that Node itself loads, without internal ones. */
  readonly builtins: readonly string[];
}

/** What a command line of swjob loads and prints, with the shared store `real`. */
export async function loadedFiles(args: readonly string[]): Promise<Loaded> {
  const log = await newLog();
  const stdout = await printed(args, log, ['--require', FILES_HOOK]);
  const { files, builtins } = readLog(log);
  const bare = new Set(await builtinsOfNode());
  return {
    stdout,
    files: files.map((file) => basename(file)).filter((name) => name !== basename(FILES_HOOK)),
    builtins: builtins.filter((name) => !bare.has(name)),
  };
}

/** The names of the ES modules that a command line loads by `import()`; Node's own are `node:fs` and the like. */
export async function loadedModules(args: readonly string[]): Promise<readonly string[]> {
  const log = await newLog();
  await printed(args, log, ['--import', MODULES_HOOK]);
  const addresses = readFileSync(log, 'utf8').split('\n').slice(0, -1);
  return addresses.map((address) => (address.startsWith('node:') ? address : basename(address)));
}

async function builtinsOfNode(): Promise<readonly string[]> {
  const log = await newLog();
  const { status } = await runProgram(process.execPath, ['--require', FILES_HOOK, '-e', '0'], {
    env: { MODULE_LOG: log },
  });
  if (status !== 0) throw new Error(`a bare Node ended with ${status}`);
  return readLog(log).builtins;
}

function readLog(log: string): { readonly files: readonly string[]; readonly builtins: readonly string[] } {
  const { files, builtins } = JSON.parse(readFileSync(log, 'utf8')) as { files: string[]; builtins: string[] };
  const own = builtins.flatMap((name) => /^NativeModule (?!internal\/)(.*)$/.exec(name)?.[1] ?? []);
  return { files, builtins: own };
}

async function newLog(): Promise<string> {
  return join(mkdtempSync(join(await temporaryFolder(), 'loaded-')), 'log');
}

/** The output of a command line, which has to succeed. */
async function printed(args: readonly string[], log: string, nodeArgs: readonly string[]): Promise<string> {
  // Otherwise it would also read what the user's own jobs left.
  const env = { ...storeEnv(await unpackStore('real')), XDG_STATE_HOME: `${log}.state`, MODULE_LOG: log };
  const { status, stdout, stderr } = await swjobProcess(args, { env, nodeArgs });
  if (status !== 0 || stderr !== '') throw new Error(`${args.join(' ')}: ${status} ${stderr}`);
  return stdout;
}
