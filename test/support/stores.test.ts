import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { copyOfStore, expectedAnswers, STORE_NAMES, unpackStore } from './stores.ts';

describe('golden stores', () => {
  it('are unpacked once, with the times of their files and folders', async () => {
    const root = await unpackStore('real');
    expect(await unpackStore('real')).toBe(root);
    const entries = await readdir(root, { recursive: true });
    // The archive's entries as in `tar`, without the root.
    expect(entries).toHaveLength(342);
    expect(Math.max(...entries.map((path) => path.length))).toBeGreaterThan(100);
    for (const entry of entries) expect((await stat(join(root, entry))).mtime.toISOString()).toBe(MADE);
  });

  it('have answers about themselves', async () => {
    for (const name of STORE_NAMES) expect((await expectedAnswers(name)).store).toBe(name);
  });

  it('can be copied for a test that changes them', async () => {
    const [shared, copy] = [await unpackStore('prefix'), await copyOfStore('prefix')];
    expect(copy).not.toBe(shared);
    await rm(join(copy, 'self'), { recursive: true });
    expect(await readdir(shared)).toContain('self');
  });
});

const MADE = '2023-11-14T22:13:20.000Z';
