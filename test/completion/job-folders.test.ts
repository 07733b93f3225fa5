import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { quickJobFolders } from '../../src/completion/job-folders.ts';
import { listJobFolders } from '../../src/standalone/job-folders.ts';
import { temporaryFolder, unpackStore } from '../support/stores.ts';

describe('quickJobFolders', () => {
  it('finds what listJobFolders finds, active or removed, with the beginning of a version or without', async () => {
    for (const name of ['real', 'jobs', 'prefix'] as const) {
      const root = await unpackStore(name);
      for (const removed of [false, true]) {
        const all = listJobFolders(root, 'self', removed);
        const prefixes = ['', ...all.flatMap(({ version }) => [version.slice(0, 1), version.slice(0, 3), version])];
        for (const prefix of prefixes) {
          const quick = quickJobFolders(root, 'self', removed, prefix);
          expect(quick).toEqual(listJobFolders(root, 'self', removed, prefix));
        }
      }
    }
  });

  it('leaves out files, links, and folders of other names', async () => {
    const root = mkdtempSync(join(await temporaryFolder(), 'folders-'));
    const jobs = join(root, 'self', 'job');
    for (const folder of ['ab/abcd', 'ab/cdef', 'ab/ab d', 'a b/a bc', 'x/xy']) {
      mkdirSync(join(jobs, folder), { recursive: true });
    }
    writeFileSync(join(jobs, 'ab', 'abfile'), '');
    writeFileSync(join(jobs, 'cd'), '');
    symlinkSync(join(jobs, 'ab', 'abcd'), join(jobs, 'ab', 'ablink'));
    symlinkSync(join(jobs, 'ab'), join(jobs, 'li'));
    const found = quickJobFolders(root, 'self', false, '');
    expect(found.map(({ version }) => version)).toEqual(['abcd']);
    expect(found).toEqual(listJobFolders(root, 'self', false));
    expect(quickJobFolders(root, 'nosuch', false, '')).toEqual([]);
  });
});
