import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { processStat } from '../../src/engine/proc.ts';
import { isSameProcess, ProcessTree } from '../../src/engine/process-tree.ts';
import { processesWith, SHORT_GRACES, startShell, until } from './processes.ts';

describe('ending a process with its descendants', () => {
  it('uses only SIGINT if that is enough', async () => {
    const tree = new ProcessTree(await startShell('echo ready; exec sleep 300'));
    expect(tree.isAlive()).toBe(true);
    await tree.end({ ...SHORT_GRACES, interruptMs: 5000 });
    expect(tree.isAlive()).toBe(false);
  });

  it('continues to SIGKILL if others are ignored', async () => {
    const tree = new ProcessTree(await startShell("trap '' INT TERM; echo ready; while :; do sleep 0.05; done"));
    await tree.end(SHORT_GRACES);
    expect(tree.isAlive()).toBe(false);
  });

  it('reaches grandchildren, inside and outside of the group', async () => {
    const mark = randomUUID();
    const script = 'M=$1 sh -c "sleep 300" & M=$1 setsid sh -c "sleep 300; :" & echo ready; wait';
    const tree = new ProcessTree(await startShell(script, mark));
    await until(() => processesWith(`M=${mark}`).length >= 3);
    await tree.end(SHORT_GRACES);
    expect(processesWith(`M=${mark}`)).toEqual([]);
  });

  it('kills at once at the second request', async () => {
    const tree = new ProcessTree(await startShell("trap '' INT TERM; echo ready; while :; do sleep 0.05; done"));
    const started = Date.now();
    const ended = tree.end({ interruptMs: 60_000, terminateMs: 60_000, killMs: 2000 });
    await tree.end();
    await ended;
    expect(tree.isAlive()).toBe(false);
    expect(Date.now() - started).toBeLessThan(30_000);
  });

  it('sends the first signal before waiting for anything', async () => {
    const pid = await startShell('echo ready; exec sleep 300');
    void new ProcessTree(pid).end({ interruptMs: 0, terminateMs: 0, killMs: 0 });
    await until(() => processStat(pid)?.state !== 'S');
  });

  it('does not touch other processes', async () => {
    const other = await startShell('echo ready; exec sleep 300');
    const tree = new ProcessTree(await startShell('echo ready; exec sleep 300'));
    await tree.end(SHORT_GRACES);
    expect(processStat(other)?.state).toBe('S');
  });
});

describe('whether a process is the noted one', () => {
  it('depends on when it started', () => {
    const started = processStat(process.pid)?.started ?? '';
    expect(isSameProcess(process.pid, started)).toBe(true);
    expect(isSameProcess(process.pid, '1')).toBe(false);
    expect(isSameProcess(2 ** 30, started)).toBe(false);
  });
});
