import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, symlinkSync } from 'node:fs';
import { join, relative } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { artifact, JOB } from '../cli/written-store.ts';
import { storeEnv, swjob } from '../support/cli.ts';
import { blockFile, writeTable } from '../support/write-table.ts';
import { expectCleanExit, footprint } from './expect-clean-exit.ts';
import { type GuardedStore, guardedStore, SECRET } from './guarded-store.ts';

// Links and pipes in the places of a store's files and folders.

let root: string;
let outside: string;
let refused: GuardedStore['refused'];
let nothingSaved: GuardedStore['nothingSaved'];

beforeEach(async () => {
  ({ root, outside, refused, nothingSaved } = await guardedStore());
});

describe('symbolic links in a store', () => {
  const jobFolder = () => join(root, 'self', 'job', JOB.slice(0, 2), JOB);

  it('in the place of a job are not jobs, and removing does not touch their targets', async () => {
    const version = `${JOB.slice(0, 2)}link`;
    symlinkSync(join(outside, 'job', JOB.slice(0, 2), JOB), join(root, 'self', 'job', JOB.slice(0, 2), version));
    symlinkSync(join(outside, 'job'), join(root, 'self', 'job', 'zz'));
    symlinkSync(join(outside), join(root, 'linked'));
    for (const args of [
      ['info', version],
      ['remove', version, '--yes'],
      ['remove', version, '--yes', '--force'],
    ]) {
      expect(await refused(...args)).toBe(3);
    }
    expect(await refused('list', '--json')).toBe(0);
    expect(existsSync(join(outside, 'secret'))).toBe(true);
  });

  it('within a deleted job are removed, not followed', async () => {
    symlinkSync(outside, join(jobFolder(), 'snapshot'));
    const before = footprint(outside);
    const ended = await swjob(['remove', JOB, '--force', '--yes'], { env: storeEnv(root) });
    expect(ended.status).toBe(0);
    expect(existsSync(jobFolder())).toBe(false);
    expect(footprint(outside)).toEqual(before);
  });

  it('in the place of an object never pass off a user’s file as an artifact', async () => {
    const cell = artifact(root, SECRET);
    const { link } = cell[1] as { link: { uri: string } };
    const object = join(root, '.objectstore', link.uri.slice(0, 2), link.uri);
    execFileSync('ln', ['-sf', join(outside, 'secret'), object]);
    writeTable(join(root, '.datastore', 't0'), {
      keyType: 'INT64',
      blocks: [[{ key: 1, revision: 1n, cells: { a: cell } }]],
    });
    const saved = await nothingSaved();
    expect(readFileSync(join(saved, 'index.csv'), 'utf8')).not.toContain(SECRET);
    const found = await swjob(['doctor', '--store', '--json'], { env: storeEnv(root) });
    expect(JSON.parse(found.stdout)).toEqual([{ path: object, kind: 'object', problem: 'a symbolic link' }]);
  });
});

describe('a FIFO', () => {
  it.each([
    ['a block', () => blockFile(join(root, '.datastore', 't0'), 1), ['rows', JOB, 't']],
    ["a table's manifest", () => join(root, '.datastore', 't0', 'manifest.json'), ['rows', JOB, 't', '--json']],
    ["the datastore's manifest", () => join(root, '.datastore', 'manifest.json'), ['tables', JOB]],
    ["a job's manifest", () => join(root, 'self', 'job', JOB.slice(0, 2), JOB, '_manifest.yaml'), ['info', JOB]],
  ])('in the place of %s is damage at once', async (_what, pathOf, args) => {
    const path = pathOf();
    execFileSync('rm', ['-f', path]);
    execFileSync('mkfifo', [path]);
    // Opening it would never end.
    const ended = await swjob(args, { env: storeEnv(root) });
    expectCleanExit(ended);
    expect(ended.status).toBe(6);
    expect(ended.stderr).toContain(relative(root, path));
    const found = await swjob(['doctor', '--store', '-q'], { env: storeEnv(root) });
    expect(found).toMatchObject({ status: 6, stdout: `${path}\n` });
  });
});
