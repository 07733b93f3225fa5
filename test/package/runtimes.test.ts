import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { blocksOf, readDocument } from '../docs/blocks.ts';
import { storeEnv } from '../support/cli.ts';
import { loggedIn } from '../support/logged-in.ts';
import { type Ended, runProgram } from '../support/program.ts';
import { otherRuntimes, type Runtime, wantedVersion } from '../support/runtimes.ts';
import { type StandInServer, startStandIn } from '../support/stand-in.ts';
import { unpackStore } from '../support/stores.ts';
import { consumerProject } from './consumers.ts';

// The packed library has to answer the same in Bun and Deno as in Node.

const { installed, missing } = otherRuntimes();
if (missing.length > 0) {
  const message = `the library is not run by ${missing.join(' and ')}: npm ci --prefix .ci/runtimes brings them`;
  if (process.env['CI'] === 'true') throw new Error(message);
  process.stderr.write(`\nSKIPPED: ${message}\n\n`);
}

const SMOKE = `import { isSwjobError, job, Starwhale, toJson } from 'swjob';
const [, , origin, token] = process.argv;
const local = new Starwhale({ project: 'local/project/self' });
console.log((await local.listJobs()).jobs.length, await job('qsrgii').status());
for await (const row of local.job('qsrgii').getTableRows('results', { limit: 50, unpickle: true })) console.log(toJson(row));
for await (const row of local.job('irti').getTableRows('objects')) console.log(toJson(row), await row.text.text());
for await (const batch of local.job('qsrgii').getTableBatches('labels')) console.log(batch.column('support'));
console.log(toJson(await local.diff('27v6', 'qsrgii').counts()));
const failed = async (call) => {
  const error = await call().catch((reason) => reason);
  console.log(isSwjobError(error), error.code, error.uri, /smoke.mjs/.exec(error.stack.split('\\n')[1])?.[0]);
};
await failed(() => local.job('nosuch').status());
await failed(() => local.job('qsrgii').status({ signal: AbortSignal.abort() }));
for (const options of [{}, { fetch }]) {
  const server = new Starwhale({ token, project: origin + '/project/self', maxRetries: 0, ...options });
  let count = 0;
  for await (const each of server.jobs({ pageSize: 5 })) count += (await each.record()).id === '' ? 0 : 1;
  console.log(count, await server.job('3').status(), toJson(await server.job('3').summary()));
  for await (const row of server.job('3').getTableRows('labels')) console.log(toJson(row));
  await failed(() => server.job('987654').status());
  await failed(() => new Starwhale({ token: 'no', project: origin + '/project/self', ...options }).listJobs());
  await server.close();
}
`;

let server: StandInServer;
let env: Readonly<Record<string, string>>;
let project: string;

beforeAll(async () => {
  const root = await unpackStore('real');
  server = await startStandIn({ root });
  env = { ...storeEnv(root), ...(await loggedIn(server, { current: false, root })), SW_LOCAL_STORAGE: root };
  const notebook = blocksOf(readDocument('docs/programs.md')).find(({ heading }) => heading.startsWith('A notebook'));
  project = await consumerProject({
    'package.json': '{ "type": "module" }',
    'smoke.mjs': SMOKE,
    'notebook.ts': notebook?.text ?? '',
  });
});
afterAll(() => server.close());

function run({ command, args }: Pick<Runtime, 'command' | 'args'>, file: string): Promise<Ended> {
  return runProgram(command, [...args, join(project, file), server.origin, server.token], { env, cwd: project });
}

it.skipIf(missing.length > 0)('runs in every supported runtime', () => {
  expect(installed).toHaveLength(2);
});

describe.each(installed)('in $name, the library', (runtime) => {
  it('is run by the version that is asked for', async () => {
    const { stdout } = await runProgram(runtime.command, ['--version'], { env, cwd: project });
    expect(stdout).toContain(wantedVersion(runtime.name));
  });

  it('answers as it does in Node', async () => {
    const expected = await run({ command: process.execPath, args: [] }, 'smoke.mjs');
    expect(expected).toMatchObject({ status: 0, stderr: '' });
    expect(expected.stdout.split('\n').length).toBeGreaterThan(60);
    const { status, stdout, stderr } = await run(runtime, 'smoke.mjs');
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(shownAlike(stdout)).toBe(shownAlike(expected.stdout));
  });

  it('runs the notebook of docs/programs.md', async () => {
    const { status, stdout, stderr } = await run(runtime, 'notebook.ts');
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout.split('\n')[0]).toBe('2');
  });
});

/** Each runtime shows typed arrays differently. */
function shownAlike(text: string): string {
  return text.replace(/Float64Array\((\d+)\)\s*\[\s*([^\]]*?)\s*\]/g, (_, length: string, items: string) => {
    return `Float64Array(${length}) [ ${items
      .split(/\s*,\s*/)
      .filter(Boolean)
      .join(', ')} ]`;
  });
}
