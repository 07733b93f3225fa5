import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { engineLogPath } from '../../../src/engine/engine-log.ts';
import { stateFolder } from '../../../src/engine/state-folder.ts';
import type { JobStatus } from '../../../src/job/record.ts';
import { PROGRAM, storeEnv, swjob } from '../../support/cli.ts';
import { type StandInServer, startStandIn } from '../../support/stand-in.ts';
import { copyOfStore, temporaryFolder, unpackStore } from '../../support/stores.ts';
import { python } from '../at-terminal.ts';
import { type SecureFront, secureFront } from './secure-front.ts';

/** The environment for trying an example: a store with jobs, a Server, a home folder. */
export interface World {
  readonly env: Readonly<Record<string, string>>;
  readonly folder: string;
  readonly server: StandInServer;
  close(): Promise<void>;
}

/** The newest job of the store, a classification by the real engine. */
const LATEST = 'qsrgiil7bkaevzdmgfaikqvhwdcm26girlt6qg2r';
/** The newest failed job before it. */
const LATEST_FAILED = '3rllci3edm2voomj6tasb7l4sji5oxl7g3jatz7u';
/** An older run of the same, which receives the id in the help. */
const OLDER = '27v6lhefezqjkpaubpbgws6adgmvvkpi47cp7btw';
const NAMED = 'xm5wnup'.padEnd(40, 'a');

const CERTIFICATE = fileURLToPath(new URL('../../server/data/self-signed.cert.pem', import.meta.url));

/** The states that jobs of the Server need for some examples. */
const STATUSES: Readonly<Record<string, JobStatus>> = { pause: 'RUNNING', cancel: 'RUNNING', resume: 'PAUSED' };
/** Commands that wait for running jobs, which finish then. */
const WAITS_FOR_RUNNING = /--status RUNNING .*--wait/;
/** Commands whose `@latest` is a job on a Server, or which leave the current instance. */
const ON_SERVER: ReadonlySet<string> = new Set(['pause', 'cancel', 'resume', 'instance logout']);

/** Commands that change what they find. */
const CHANGES = /^(?:remove|recover|pause|resume|cancel|create|project|instance)\b/;

let shared: Promise<World> | undefined;

/** The world for an example of a command such as `instance login`; a separate one if the example changes it. */
export async function worldFor(command: string, line: string): Promise<World> {
  if (CHANGES.test(command) || WAITS_FOR_RUNNING.test(line)) return makeWorld(command, line);
  shared ??= makeWorld('', '');
  const world = await shared;
  return { ...world, close: async () => undefined };
}

/** Call after the last example. */
export async function closeSharedWorld(): Promise<void> {
  await (await shared)?.close();
}

async function makeWorld(command: string, line: string): Promise<World> {
  const folder = await mkdtemp(join(await temporaryFolder(), 'world-'));
  const root = join(folder, 'store');
  await copyFolder(await preparedStore(), root);
  if (command === 'recover') await run(root, 'remove', NAMED, '--yes');
  const waits = WAITS_FOR_RUNNING.test(line);
  const server = await startServer(command, waits);
  const front = await secureFront(server.origin);
  await writeConfig(folder, server, {
    root,
    known: !line.includes('--alias srv'),
    current: waits || ON_SERVER.has(command),
  });
  await writeFile(join(folder, 'token.txt'), `${server.token}\n`);
  // The folders that fish creates, and that users of zsh have.
  await mkdir(join(folder, '.config/fish/completions'), { recursive: true });
  await mkdir(join(folder, '.zfunc'));
  const env = await environment(folder, front);
  await writeLog(env, root);
  return {
    ...{ env, folder, server },
    close: async () => {
      await Promise.all([server.close(), front.close()]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Keeps the times of folders, which matter for jobs without a readable time; Node's `cp` keeps only those of files. */
async function copyFolder(from: string, to: string): Promise<void> {
  await promisify(execFile)('cp', ['-a', from, to]);
}

let prepared: Promise<string> | undefined;

/** The store `real` with the jobs after the classification moved to the trash. */
function preparedStore(): Promise<string> {
  prepared ??= (async () => {
    const root = await copyOfStore('real');
    const { stdout } = await run(root, 'list', '--all', '--quiet');
    const ids = stdout.trim().split('\n');
    await run(root, 'remove', '--yes', ...ids.slice(0, ids.indexOf(LATEST)));
    const jobs = join(root, 'self/job');
    const [from, to] = [join(jobs, OLDER.slice(0, 2), OLDER), join(jobs, NAMED.slice(0, 2), NAMED)];
    await mkdir(dirname(to), { recursive: true });
    await copyFolder(from, to);
    const manifest = join(jobs, NAMED.slice(0, 2), NAMED, '_manifest.yaml');
    await writeFile(manifest, (await readFile(manifest, 'utf8')).replaceAll(OLDER, NAMED));
    await copyTables(join(root, '.datastore'));
    return root;
  })();
  return prepared;
}

interface TableEntry {
  readonly name: string;
  readonly dir: string;
}

/** Gives the older run's tables to the job that the help names. */
async function copyTables(datastore: string): Promise<void> {
  const file = join(datastore, 'manifest.json');
  const manifest = JSON.parse(await readFile(file, 'utf8')) as { readonly tables: readonly TableEntry[] };
  const copies = manifest.tables.flatMap((table) => {
    const name = table.name.replace(`/${OLDER.slice(0, 2)}/${OLDER}/`, `/${NAMED.slice(0, 2)}/${NAMED}/`);
    return name === table.name ? [] : [{ ...table, name, dir: `${table.dir}a`, from: table.dir }];
  });
  for (const { dir, from } of copies) await copyFolder(join(datastore, from), join(datastore, dir));
  const tables = [...manifest.tables, ...copies.map(({ from: _, ...table }) => table)];
  await writeFile(file, JSON.stringify({ ...manifest, tables }));
}

async function run(root: string, ...args: readonly string[]) {
  const ended = await swjob(args, { env: storeEnv(root) });
  if (ended.status !== 0) throw new Error(`swjob ${args.join(' ')}: ${ended.stderr}`);
  return ended;
}

async function startServer(command: string, waits: boolean): Promise<StandInServer> {
  const server = await startStandIn({
    root: await unpackStore('real'),
    projects: ['self'],
    builtInRuntimes: true,
    createdJobsBecome: ['SUCCESS'],
  });
  const status = STATUSES[command];
  for (const job of server.jobs) if (status !== undefined) job.status = status;
  for (const job of waits ? server.jobs.slice(-2) : []) {
    job.become('RUNNING');
    job.ahead.push('SUCCESS');
  }
  const named = server.jobs.find(({ id }) => id === 3);
  named?.tasks[0]?.become('FAIL');
  named?.events.push(EVENT);
  return server;
}

/** The note of a job's beginning, as a recorded server writes it. */
const EVENT = {
  ...{ id: 1, eventType: 'INFO', source: 'SERVER', message: 'Job created', data: null, timestamp: 1_795_422_528_000 },
  relatedResource: { eventResourceType: 'JOB', id: 3 },
};

async function writeConfig(
  folder: string,
  { origin, token }: StandInServer,
  { root, known, current }: { readonly root: string; readonly known: boolean; readonly current: boolean },
): Promise<void> {
  const local = { uri: 'local', user_name: 'me', current_project: 'self', type: 'standalone' };
  const srv = { uri: origin, user_name: 'starwhale', type: 'cloud', current_project: '1', sw_token: `Bearer ${token}` };
  const config = {
    version: '2.0',
    current_instance: current ? 'srv' : 'local',
    instances: known ? { local, srv } : { local },
    storage: { root },
  };
  await mkdir(join(folder, '.config/starwhale'), { recursive: true });
  await writeFile(join(folder, '.config/starwhale/config.yaml'), JSON.stringify(config), { mode: 0o600 });
}

/** The environment of a login shell, with `swjob` on PATH and, if available, the engine's Python. */
async function environment(folder: string, front: SecureFront): Promise<Readonly<Record<string, string>>> {
  const bin = join(folder, 'bin');
  await mkdir(bin);
  await symlink(PROGRAM, join(bin, 'swjob'));
  const path = [bin, ...(python ? [dirname(python)] : []), dirname(process.execPath), process.env['PATH'] ?? ''];
  return {
    PATH: path.join(delimiter),
    HOME: folder,
    TERM: 'xterm',
    HTTPS_PROXY: front.proxy,
    NODE_EXTRA_CA_CERTS: CERTIFICATE,
  };
}

const FAILED_LOG = `Traceback (most recent call last):
  File "evaluator.py", line 7, in summarize
KeyError: 'nosuchds'
`;

/** The engine's output for the newest job and the newest failed one, as `swjob create` saves it. */
async function writeLog(env: Readonly<Record<string, string>>, root: string): Promise<void> {
  const logs = stateFolder({ env, home: env['HOME'] }, root);
  await mkdir(logs, { recursive: true });
  await writeFile(engineLogPath(logs, LATEST), 'start to run model\nfinish run, success!\n');
  await writeFile(engineLogPath(logs, LATEST_FAILED), FAILED_LOG);
}
