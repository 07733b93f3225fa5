import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { StandaloneInstance } from '../../src/standalone/instance.ts';
import type { JobFolder } from '../../src/standalone/job-folders.ts';
import { deleteJob, recoverJob, removeJob } from '../../src/standalone/trash.ts';
import { mountSmallDisk, unmount } from '../support/small-disk.ts';
import { copyOfStore } from '../support/stores.ts';

let root: string;
let instance: StandaloneInstance;
const JOB = 'qsrgiil7bkaevzdmgfaikqvhwdcm26girlt6qg2r';
const active = () => join(root, 'self', 'job', 'qs', JOB);
const removed = () => join(root, 'self', 'job', '.recover', 'qs', JOB);

/** Every file of the store except those of one job, with its content. */
function others(folder = root): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return others(path);
    return path.includes(JOB) ? [] : [`${path}\n${readFileSync(path).toString('base64')}`];
  });
}

beforeEach(async () => {
  root = await copyOfStore('real');
  instance = new StandaloneInstance({ root, alias: 'local', summaryTable: 'eval/summary' });
});

describe('remove and recover', () => {
  it('move only the job, there and back', async () => {
    const manifest = readFileSync(join(active(), '_manifest.yaml'), 'utf8');
    const before = others();
    await instance.act('remove', 'self', 'qsrg');
    expect(existsSync(active())).toBe(false);
    expect(readFileSync(join(removed(), '_manifest.yaml'), 'utf8')).toBe(manifest);
    expect(others()).toEqual(before);
    await instance.act('recover', 'self', 'qsrg');
    expect(readFileSync(join(active(), '_manifest.yaml'), 'utf8')).toBe(manifest);
    expect(others()).toEqual(before);
  });

  it('refuse if a job with the same id is in the way', async () => {
    mkdirSync(removed(), { recursive: true });
    await expect(instance.act('remove', 'self', JOB)).rejects.toMatchObject({ code: 'operation-failed' });
    expect(existsSync(join(active(), '_manifest.yaml'))).toBe(true);
    await expect(instance.act('recover', 'self', JOB)).rejects.toThrow(/exists already/);
  });

  it('say that another command was faster', () => {
    const folder: JobFolder = { version: JOB, path: active(), removed: false };
    removeJob(root, 'self', folder);
    for (const act of [removeJob, recoverJob, deleteJob]) {
      expect(() => act(root, 'self', folder)).toThrow(
        `the job ${JOB} has just been moved or deleted by another command`,
      );
    }
    expect(existsSync(join(removed(), '_manifest.yaml'))).toBe(true);
  });

  it('succeed only once if several act at the same time', async () => {
    const acts = (['remove', 'remove', 'remove'] as const).map((action) => instance.act(action, 'self', JOB));
    const ended = await Promise.allSettled(acts);
    expect(ended.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected', 'rejected']);
    expect(existsSync(join(removed(), '_manifest.yaml'))).toBe(true);
  });

  it('say in words why a job cannot be moved', async (context) => {
    const trash = join(root, 'self', 'job', '.recover');
    mkdirSync(trash, { recursive: true });
    if (mountSmallDisk(trash, '1m,ro') === null) return context.skip();
    const removing = instance.act('remove', 'self', JOB);
    await expect(removing)
      .rejects.toThrow(`cannot move the job ${JOB}: the file system is read-only`)
      .finally(() => {
        unmount(trash);
      });
  });

  it('refuse a trash that leads out of the store', async () => {
    const elsewhere = await copyOfStore('prefix');
    symlinkSync(elsewhere, join(root, 'self', 'job', '.recover'));
    await expect(instance.act('remove', 'self', JOB)).rejects.toThrow(/is not a folder/);
    expect(existsSync(join(active(), '_manifest.yaml'))).toBe(true);
  });

  it.each([
    'NOSUCH',
    '',
    '.',
    '..',
    '../..',
    'qs/..',
    `${JOB}x`,
    '.recover',
    '*',
    'qs/',
    '\0',
  ])('touch nothing for the argument %j', async (id) => {
    const before = [...others(), ...readdirSync(active())];
    for (const action of ['remove', 'recover'] as const) {
      await expect(instance.act(action, 'self', id, { force: true })).rejects.toMatchObject({
        code: expect.stringMatching(/not-found|ambiguous/),
      });
    }
    expect([...others(), ...readdirSync(active())]).toEqual(before);
  });
});

describe('remove --force', () => {
  it('reports files that cannot be deleted, and finishes in the next run', async (context) => {
    const busy = join(active(), 'busy');
    mkdirSync(busy);
    if (mountSmallDisk(busy, '1m') === null) return context.skip();
    const trash = join(root, 'self', 'job', '.recover');
    try {
      const failed = await instance.act('remove', 'self', JOB, { force: true }).then(
        () => null,
        (error: Error) => error,
      );
      expect(failed?.message).toContain(`the job ${JOB} is deleted, but some of its files are not: `);
      expect(existsSync(active())).toBe(false);
    } finally {
      unmount(join(trash, readdirSync(trash)[0] ?? '', 'busy'));
    }
    await instance.act('remove', 'self', JOB, { force: true });
    expect(readdirSync(trash)).toEqual([]);
    await expect(instance.act('remove', 'self', JOB, { force: true })).rejects.toMatchObject({ code: 'not-found' });
  });

  it("deletes that job's folder and leaves nothing behind", async () => {
    const before = others();
    await instance.act('remove', 'self', JOB, { force: true });
    expect(existsSync(active())).toBe(false);
    expect(existsSync(removed())).toBe(false);
    expect(readdirSync(join(root, 'self', 'job', '.recover'))).toEqual([]);
    expect(others()).toEqual(before);
  });

  it('deletes a link in the folder, not its target', async () => {
    const elsewhere = await copyOfStore('prefix');
    writeFileSync(join(elsewhere, 'precious'), 'kept');
    symlinkSync(elsewhere, join(active(), 'link'));
    await instance.act('remove', 'self', JOB, { force: true });
    expect(readFileSync(join(elsewhere, 'precious'), 'utf8')).toBe('kept');
  });
});
