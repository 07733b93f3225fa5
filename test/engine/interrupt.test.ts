import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { logs } from '../../src/cli/commands/logs.ts';
import { runRecords } from '../../src/engine/run-records.ts';
import { createJob } from '../../src/sdk/create.ts';
import { Session } from '../../src/session.ts';
import { openStandalone } from '../../src/standalone/instance.ts';
import { runCommand } from '../create/command.ts';
import { failure } from '../server/support.ts';
import { temporaryFolder } from '../support/stores.ts';
import { processesWith, until } from './processes.ts';
import { announceSkipped, builtStore, copyOf, type RealStore, realPython } from './real-store.ts';

announceSkipped();

/** A program that creates a job with the library, as a user's program would. */
const PROGRAM = `
import { createJob } from './create.ts';
import { processSession } from './process-session.ts';
const uri = await createJob(JSON.parse(process.argv[2]), processSession());
console.log(uri);
`;

describe.skipIf(realPython === undefined)('an interrupted job of the real engine', () => {
  let built: RealStore;
  let store: RealStore;
  let mark: string;
  let program: string;

  beforeAll(async () => {
    built = await builtStore();
    program = join(await temporaryFolder(), 'create.mjs');
    const resolveDir = fileURLToPath(new URL('../../src/sdk/', import.meta.url));
    const { outputFiles } = await build({
      stdin: { contents: PROGRAM, resolveDir, loader: 'ts' },
      ...{ bundle: true, write: false, platform: 'node', format: 'esm', logLevel: 'error' },
      banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
    });
    await writeFile(program, outputFiles[0]?.contents ?? '');
  });
  beforeEach(async () => {
    const copy = await copyOf(built);
    mark = randomUUID();
    store = { ...copy, env: { ...copy.env, MARK: mark } };
  });

  const options = {
    project: 'self',
    model: 'toy',
    runHandler: 'handlers:waits',
    ...(realPython && { python: realPython }),
  };

  /** The id of the only job of the store, once its handler has started its own process. */
  async function startedJob(): Promise<string> {
    let id = '';
    await until(async () => {
      const [shelf = 'none'] = await readdir(join(store.root, 'self/job')).catch(() => []);
      [id = ''] = await readdir(join(store.root, 'self/job', shelf)).catch(() => []);
      return id !== '' && (await logOf(id)).includes('waiting with');
    }, 20_000);
    return id;
  }

  const logOf = async (id: string): Promise<string> =>
    (await runCommand(logs, [`local/project/self/job/${id}`], {}, { env: store.env })).stdout;

  const runs = () => runRecords({ env: store.env, home: undefined }, store.root, process.pid);
  const isRunning = () => runs().isRunning;

  async function statusOf(id: string): Promise<string> {
    const instance = await openStandalone({
      ...{ root: store.root, alias: 'local', summaryTable: 'eval/summary' },
      runs: runs(),
    });
    return (await instance.findJob('self', id, 'active')).status();
  }

  it.each(['SIGINT', 'SIGTERM'] as const)('by %s runs until then, and leaves no process behind', async (signal) => {
    const child = spawn(process.execPath, [program, JSON.stringify(options)], {
      env: { ...store.env },
      stdio: 'inherit',
    });
    const exited = once(child, 'exit');
    const id = await startedJob();
    expect(await statusOf(id)).toBe('RUNNING');
    // The program, the engine, and the handler's process.
    expect(processesWith(mark)).toHaveLength(3);
    child.kill(signal);
    expect(await exited).toEqual([null, signal]);
    expect(processesWith(mark)).toEqual([]);
    expect(isRunning()(id)).toBe(false);
    expect(await statusOf(id)).not.toBe('RUNNING');
    expect(await logOf(id)).toContain('waiting with');
  });

  it('by an AbortSignal leaves no process behind', async () => {
    const controller = new AbortController();
    const session = new Session({ env: store.env, home: undefined, pid: process.pid });
    const failed = failure(createJob({ ...options, signal: controller.signal }, session));
    const id = await startedJob();
    expect(await statusOf(id)).toBe('RUNNING');
    controller.abort();
    expect(await failed).toMatchObject({ code: 'interrupted', exitCode: 130 });
    expect(processesWith(mark)).toEqual([]);
    expect(isRunning()(id)).toBe(false);
  });

  it('by an error of its onOutput leaves no process behind, and reports the error', async () => {
    const session = new Session({ env: store.env, home: undefined, pid: process.pid });
    const problem = new Error('no room on the screen');
    let printed = '';
    const onOutput = (chunk: Uint8Array) => {
      printed += Buffer.from(chunk).toString();
      if (printed.includes('waiting with')) throw problem;
    };
    const error = await failure(createJob({ ...options, onOutput }, session));
    expect(error).toMatchObject({ code: 'operation-failed', cause: problem });
    expect(error.message).toBe('onOutput threw: no room on the screen');
    expect(processesWith(mark)).toEqual([]);
    const [id = ''] = await readdir(join(store.root, 'self/job')).then((shelves) =>
      readdir(join(store.root, 'self/job', shelves[0] ?? '')),
    );
    expect(error.uri).toBe(`local/project/self/job/${id}`);
    expect(isRunning()(id)).toBe(false);
    expect(await statusOf(id)).not.toBe('RUNNING');
  });
});
