import { randomUUID } from 'node:crypto';
import { mkdtemp, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type EngineEnd, type RunOptions, startEngine } from '../../src/engine/run.ts';
import { failure } from '../server/support.ts';
import { temporaryFolder } from '../support/stores.ts';
import { processesWith, SHORT_GRACES, until } from './processes.ts';

interface Ran {
  readonly end: EngineEnd;
  readonly output: string;
  readonly folder: string;
}

/** Runs a shell script instead of the engine. */
async function runShell(script: string, options: Partial<RunOptions> = {}): Promise<Ran> {
  const folder = await mkdtemp(join(await temporaryFolder(), 'run-'));
  const chunks: Uint8Array[] = [];
  const engine = await startEngine({
    command: { argv: ['sh', '-c', script], env: {} },
    version: 'abc',
    env: { PATH: process.env['PATH'] },
    cwd: folder,
    stateFolder: join(folder, 'state'),
    onOutput: (chunk) => chunks.push(chunk),
    isFinal: async () => false,
    gracePeriods: SHORT_GRACES,
    ...options,
  });
  const end = await engine.ended;
  return { end, output: Buffer.concat(chunks).toString('utf8'), folder: join(folder, 'state') };
}

describe('running the engine', () => {
  it('passes on both outputs, and keeps them', async () => {
    const { end, output, folder } = await runShell('echo out; echo err >&2; exit 3');
    expect(end).toMatchObject({ exitStatus: 3, signal: null, cause: null, wasHanging: false, leftProcesses: false });
    expect(output.split('\n').sort()).toEqual(['', 'err', 'out']);
    expect(await readFile(end.logPath, 'utf8')).toBe(output);
    expect(await readdir(folder)).toEqual(['abc.log']);
  });

  it('uses the given environment, changed by the command', async () => {
    const command = {
      argv: ['sh', '-c', 'echo "$A-$B-$C-$HOME"'] as const,
      env: { B: '2', C: undefined },
    };
    const { output } = await runShell('', { command, env: { PATH: process.env['PATH'], A: '1', C: '3' } });
    expect(output).toBe('1-2--\n');
  });

  it('fails if the program does not exist', async () => {
    const error = await failure(runShell('', { command: { argv: ['no/such/program'], env: {} } }));
    expect(error).toMatchObject({ code: 'operation-failed' });
    expect(error.message).toContain('cannot start no/such/program');
  });

  it('reports the signal that ended it', async () => {
    expect((await runShell('kill -KILL $$')).end).toMatchObject({ exitStatus: null, signal: 'SIGKILL' });
  });

  it('ends one that idles after the job has finished, and keeps the cause', async () => {
    const script = `printf 'Traceback (most recent call last):\\nKeyError: x\\n'
      trap 'printf "Traceback (most recent call last):\\nKeyboardInterrupt\\n"; exit 1' INT; while :; do sleep 0.2; done`;
    const { end } = await runShell(script, { isFinal: async () => true, idleMs: 600 });
    expect(end).toMatchObject({ wasHanging: true, cause: 'KeyError: x', leftProcesses: false });
  });

  it('waits for one that still works after the job has finished', async () => {
    const script = 'end=$(($(date +%s) + 4)); while [ $(date +%s) -lt $end ]; do :; done; echo done';
    const { end, output } = await runShell(script, { isFinal: async () => true, idleMs: 2400 });
    expect(end).toMatchObject({ wasHanging: false, exitStatus: 0 });
    expect(output).toBe('done\n');
  });

  it('ends processes that the engine leaves behind', async () => {
    const mark = randomUUID();
    const { end } = await runShell(`MARK=${mark} sleep 300 & exit 0`);
    expect(end).toMatchObject({ exitStatus: 0, leftProcesses: true });
    expect(processesWith(mark)).toEqual([]);
  });

  it('does not wait for a daemon that keeps its output open', async () => {
    const mark = randomUUID();
    const { end } = await runShell(`(MARK=${mark} setsid sleep 6 &) ; sleep 0.3; exit 0`);
    expect(end.exitStatus).toBe(0);
    for (const pid of processesWith(`MARK=${mark}`)) process.kill(pid, 'SIGKILL');
  });

  it('ends everything if interrupted', async () => {
    const mark = randomUUID();
    const folder = await mkdtemp(join(await temporaryFolder(), 'run-'));
    const engine = await startEngine({
      command: { argv: ['sh', '-c', `trap '' INT; MARK=${mark} sh -c 'sleep 300; :' & wait; wait`], env: {} },
      version: 'abc',
      env: { PATH: process.env['PATH'] },
      cwd: folder,
      stateFolder: folder,
      onOutput: () => undefined,
      isFinal: async () => false,
      gracePeriods: SHORT_GRACES,
    });
    await until(() => processesWith(`MARK=${mark}`).length >= 3);
    await engine.interrupt();
    expect(processesWith(mark)).toEqual([]);
    expect(await engine.ended).toMatchObject({ wasInterrupted: true, leftProcesses: false });
    expect(await readdir(folder)).toEqual(['abc.log']);
  });
});
