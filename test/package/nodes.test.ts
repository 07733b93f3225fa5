import { execFileSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { VERSION } from '../../src/version.ts';
import { storeEnv, swjob } from '../support/cli.ts';
import { loggedIn } from '../support/logged-in.ts';
import { nodeMatrix, THIS_NODE } from '../support/nodes.ts';
import { installPacked, runInstalled } from '../support/packed.ts';
import { type Ended, runProgram } from '../support/program.ts';
import { type StandInServer, startStandIn } from '../support/stand-in.ts';
import { temporaryFolder, unpackStore } from '../support/stores.ts';
import { consumerProject } from './consumers.ts';

// The packed package, installed as a user does, on every supported line of Node. It must print what the sources print here;
// a warning of Node on stderr is a failure.

const { installed, missing } = nodeMatrix();
if (installed.length === 0 || missing.length > 0) {
  const names =
    missing.join(', ') || `the versions of .ci/nodes (there are none for ${process.platform} ${process.arch})`;
  const message = `the package is not run on Node ${names}: npm ci --prefix .ci/nodes brings them`;
  if (process.env['CI'] === 'true') throw new Error(message);
  process.stderr.write(`\nSKIPPED: ${message}\n\n`);
}

const WRITER = fileURLToPath(new URL('../../bench/write-store.js', import.meta.url));
/** More than one block. */
const MANY_ROWS = 25_000;

const STORE_LINES = [
  'list',
  'list --json',
  'summary qsrgii q7bggg -o json',
  'rows qsrgii labels -o jsonl',
  'rows qsrgii results -o csv',
  "rows qsrgii results --where `input/label`~'^b' --typed -o jsonl",
  'status nosuch',
];
const SERVER_LINES = [
  'list -o json',
  'rows qsrgii labels -o jsonl',
  'logs qsrgii',
  'create -m clf --handler evaluator:summarize -d points --runtime none --dry-run',
];

const USE = `
async function use({ Job, job, isSwjobError, SwjobError }) {
  const { jobs } = await Job.list({ project: 'self' });
  const latest = job('qsrgii');
  const rows = [];
  for await (const row of latest.getTableRows('labels', { limit: 3 })) rows.push(row);
  const error = await job('nosuch').status().catch((thrown) => thrown);
  const known = [isSwjobError(error), error instanceof SwjobError, error.code];
  const answers = [jobs.length, await latest.status(), await latest.tables(), rows, known];
  console.log(JSON.stringify(answers, (_, value) => (typeof value === 'bigint' ? String(value) : value)));
}`;

const ONE_SIGNAL = `
import { job } from 'swjob';
const { signal } = new AbortController();
await Promise.all(Array.from({ length: 20 }, () => job('qsrgii').summary({ signal })));`;

const answers = new Map<string, Promise<Ended>>();
let local: Readonly<Record<string, string>>;
let remote: Readonly<Record<string, string>>;
let many: Readonly<Record<string, string>>;
let server: StandInServer;
let project: string;

beforeAll(async () => {
  await installPacked();
  const root = await unpackStore('real');
  local = storeEnv(root);
  server = await startStandIn({ root });
  remote = await loggedIn(server);
  const large = mkdtempSync(join(await temporaryFolder(), 'many-'));
  execFileSync(process.execPath, [WRITER, large, '--rows', `${MANY_ROWS}`, '--jobs', '1', '--level', '1']);
  many = storeEnv(large);
  project = await consumerProject({
    'esm.mjs': `import * as swjob from 'swjob';${USE}\nawait use(swjob);`,
    'import.cjs': `${USE}\nimport('swjob').then(use);`,
    'require.cjs': `${USE}\nuse(require('swjob'));`,
    'uncaught.mjs': `import { job } from 'swjob';\nawait job('nosuch').status();`,
    'one-signal.mjs': ONE_SIGNAL,
  });
});
afterAll(() => server.close());

describe.each(installed.length > 0 ? installed : [THIS_NODE])('on Node $version, the installed package', ({
  version,
  folder: node,
}) => {
  const run = (args: readonly string[], env = local): Promise<Ended> => runInstalled(args, { env, node });
  const program = (file: string): Promise<Ended> =>
    runProgram(join(node, 'node'), [file], { env: local, cwd: project });

  it('prints its version and its help', async () => {
    expect(await runProgram(join(node, 'node'), ['--version'])).toMatchObject({ stdout: `v${version}\n` });
    expect(await run(['--version'])).toEqual({ status: 0, stdout: `${VERSION}\n`, stderr: '' });
    for (const line of ['--help', 'rows --help']) expect(await run(line.split(' '))).toEqual(await answer(line, {}));
  });

  it.each(STORE_LINES)('answers from a store: %s', async (line) => {
    expect(await run(line.split(' '))).toEqual(await answer(line, local));
  });

  it('answers from a Server, and prints a dry run', async () => {
    for (const line of SERVER_LINES) expect(await run(line.split(' '), remote)).toEqual(await answer(line, remote));
  });

  it('prints many blocks of rows', async () => {
    const line = 'rows @latest results -o jsonl';
    const { status, stdout, stderr } = await run(line.split(' '), many);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout.split('\n')).toHaveLength(MANY_ROWS + 1);
    // A difference would be too large to print.
    expect(stdout === (await answer(line, many)).stdout).toBe(true);
  });

  it('is a library for ES modules, and for CommonJS by import()', async () => {
    const { status, stdout, stderr } = await program('esm.mjs');
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const [jobs, state, tables, rows, known] = JSON.parse(stdout) as unknown[];
    expect([jobs, state, known]).toEqual([23, 'SUCCESS', [true, true, 'not-found']]);
    expect(tables).toContain('labels');
    expect(rows).toHaveLength(3);
    expect(await program('import.cjs')).toEqual({ status, stdout, stderr });
  });

  it('is a library for CommonJS by require where Node can require ES modules', async () => {
    const answer = await program('require.cjs');
    if (canRequireModules(version)) expect(answer).toEqual(await program('esm.mjs'));
    else expect(answer).toMatchObject({ status: 1, stderr: expect.stringContaining('ERR_REQUIRE_ESM') });
  });

  it('has a short line of code before an error that nobody catches', async () => {
    const { status, stderr } = await program('uncaught.mjs');
    expect(status).toBe(1);
    expect(stderr).toMatch(
      /^.{0,1000}\nSwjobError: no job "nosuch" in the project self\n {4}at [^\n]*uncaught\.mjs:2:/s,
    );
  });

  it('serves many calls with one signal without a warning', async () => {
    expect(await program('one-signal.mjs')).toEqual({ status: 0, stdout: '', stderr: '' });
  });
});

/** Since 20.19 and 22.12. */
function canRequireModules(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > 22 || (major === 22 && minor >= 12) || (major === 20 && minor >= 19);
}

/** What the sources answer here. */
function answer(line: string, env: Readonly<Record<string, string>>): Promise<Ended> {
  const key = JSON.stringify([line, env]);
  const known = answers.get(key) ?? swjob(line.split(' '), { env });
  answers.set(key, known);
  return known;
}
