import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readFile, rename, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { inject } from 'vitest';
import type { Answers } from './answers.ts';
import { tarEntries } from './tar.ts';

const unzip = promisify(gunzip);
const STORES = new URL('../stores/', import.meta.url);

/** Stores that the real client wrote, and its answers about them (test/stores/README.md). */
export const STORE_NAMES = ['types', 'tables', 'jobs', 'prefix', 'real', 'weird', 'vision', 'old'] as const;
/** Small stores with every type of value, every state of a job and every odd form. */
export const QUICK_STORES: readonly StoreName[] = ['types', 'jobs', 'prefix', 'weird', 'old'];
export type StoreName = (typeof STORE_NAMES)[number];

let folder: Promise<string> | undefined;
const unpacked = new Map<StoreName, Promise<string>>();

/**
 * The root of a golden store, unpacked once per run for all test files. Tests only read it; use `copyOfStore` to change a
 * store.
 */
export function unpackStore(name: StoreName): Promise<string> {
  const known = unpacked.get(name);
  if (known !== undefined) return known;
  const root = unpackOnce(name);
  unpacked.set(name, root);
  return root;
}

/** The root of a fresh unpacked store that the caller may change. */
export async function copyOfStore(name: StoreName): Promise<string> {
  return unpackInto(await mkdtemp(join(await temporaryFolder(), 'copy-')), name);
}

/** What the real client answered about a store. */
export async function expectedAnswers(name: StoreName): Promise<Answers> {
  const packed = await readFile(new URL(`${name}.expected.json.gz`, STORES));
  return JSON.parse((await unzip(packed)).toString('utf8')) as Answers;
}

/** A folder for this worker, removed after the run. */
export function temporaryFolder(): Promise<string> {
  folder ??= mkdtemp(join(inject('runFolder'), 'files-'));
  return folder;
}

/** Another worker may unpack the same store at the same time; the first one wins. */
async function unpackOnce(name: StoreName): Promise<string> {
  const root = join(inject('runFolder'), name);
  if (existsSync(root)) return root;
  const fresh = await unpackInto(await mkdtemp(join(await temporaryFolder(), 'once-')), name);
  await rename(fresh, root).catch((error: unknown) => {
    if (!existsSync(root)) throw error;
  });
  return root;
}

async function unpackInto(parent: string, name: StoreName): Promise<string> {
  const archive = await unzip(await readFile(new URL(`${name}.tar.gz`, STORES)));
  const entries = Array.from(tarEntries(archive));
  for (const entry of entries) {
    const path = join(parent, entry.path);
    if (entry.kind === 'directory') {
      await mkdir(path, { recursive: true });
    } else {
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, entry.bytes);
      await chmod(path, entry.mode);
      await utimes(path, entry.mtime, entry.mtime);
    }
  }
  // Last, and deepest first, since adding entries changes a directory's time.
  for (const entry of entries.filter((one) => one.kind === 'directory').reverse()) {
    await chmod(join(parent, entry.path), entry.mode);
    await utimes(join(parent, entry.path), entry.mtime, entry.mtime);
  }
  return join(parent, name);
}
