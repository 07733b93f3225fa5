import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { storeEnv, swjob } from '../support/cli.ts';
import { copyOfStore } from '../support/stores.ts';
import { blockFile } from '../support/write-table.ts';
import { int, writeStore } from './written-store.ts';

describe('findings on a terminal', () => {
  it('are complete, wrapped between words', async () => {
    const root = await copyOfStore('types');
    const env = { ...storeEnv(root), TERM: 'xterm', PATH: '/nowhere' };
    const { stdout } = await swjob(['doctor', '--python', '/no/python'], { env, tty: { columns: 40 } });
    const lines = stdout.split('\n').slice(0, -1);
    expect(lines.find((line) => line.includes('config:'))).toMatch(/^\u001b\[32mok {7}\u001b\[39mconfig:/);
    const python = lines.slice(lines.findIndex((line) => line.includes('python:')));
    expect(python[0]).toMatch(/^\u001b\[31mfailed {3}\u001b\[39mpython:/);
    for (const line of python.slice(1)) expect(line).toMatch(/^ {9}\S.{0,30}\S$/);
  });

  it('have the full name of a damaged file, then what is wrong', async () => {
    const write = { key: 1, revision: 1n, cells: { a: int(1) } };
    const { root, folderOf } = await writeStore({ t: { keyType: 'INT64', blocks: [[write]] } });
    rmSync(blockFile(folderOf('t'), 1));
    const env = { ...storeEnv(root), NO_COLOR: '1' };
    const { status, stdout, stderr } = await swjob(['doctor', '--store'], { env, tty: { columns: 40 } });
    expect(stdout).toBe(`block    ${join(folderOf('t'), 'data.0000001.zip')}\n         the block is missing\n`);
    expect({ status, stderr }).toEqual({ status: 6, stderr: expect.stringContaining('1 damaged file') });
  });

  it('include hints, which are wrapped between words too', async () => {
    const root = await copyOfStore('prefix');
    const { stderr } = await swjob(['info', 'cpib'], { env: storeEnv(root), tty: { columns: 20 } });
    expect(stderr).toMatch(/\nGive more letters of\none of:\n {2}cpib\w{36}\n/);
  });
});
