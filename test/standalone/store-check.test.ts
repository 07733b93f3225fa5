import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { checkStore, type StoreProblem } from '../../src/standalone/store-check.ts';
import { artifact, int, JOB, type WrittenStore, writeStore } from '../cli/written-store.ts';
import { makeOddFile } from '../support/odd-files.ts';
import { copyOfStore, STORE_NAMES, temporaryFolder, unpackStore } from '../support/stores.ts';
import { blockFile, blockText, type Cell, type Write, writeManifest } from '../support/write-table.ts';
import { zipFile } from '../support/zip-file.ts';

async function problemsOf(root: string): Promise<StoreProblem[]> {
  const problems: StoreProblem[] = [];
  for await (const problem of checkStore(root)) problems.push({ ...problem, path: relative(root, problem.path) });
  return problems;
}

let store: WrittenStore;
let note: Cell;
const writes = (): Write[] => [
  { key: 1, revision: 1n, cells: { a: int(1), note } },
  { key: 2, revision: 2n, cells: { a: int(2), list: [{ type: 'LIST', elementType: note[0] }, [note[1]]] } },
];

beforeEach(async () => {
  note = artifact(mkdtempSync(join(await temporaryFolder(), 'none-')), 'kept outside');
  store = await writeStore({ t: { keyType: 'INT64', blocks: [writes()] } });
  artifact(store.root, 'kept outside');
});

const BLOCK = '.datastore/t0/data.0000001.zip';
const objectPath = () => {
  const { uri } = (note[1] as { link: { uri: string } }).link;
  return join('.objectstore', uri.slice(0, 2), uri);
};

describe('checkStore', () => {
  it.each(STORE_NAMES)('finds only deliberate damage in the store %s', async (name) => {
    const problems = await problemsOf(await unpackStore(name));
    expect(problems.map(({ kind, problem }) => [kind, problem])).toEqual(
      name === 'weird' ? [['block', 'the block is missing']] : [],
    );
  });

  it('reports its progress, and finds nothing in a store without projects', async () => {
    const told: string[] = [];
    for await (const problem of checkStore(store.root, (path) => told.push(relative(store.root, path)))) {
      expect.unreachable(problem.path);
    }
    expect(told).toEqual([`self/job/${JOB.slice(0, 2)}/${JOB}`, '.datastore/t0', '.datastore/t0/data.0000001']);
    expect(await problemsOf(mkdtempSync(join(await temporaryFolder(), 'empty-')))).toEqual([]);
  });

  it('reports each damaged file once, with the first problem', async () => {
    writeFileSync(join(store.root, 'self', 'job', JOB.slice(0, 2), JOB, '_manifest.yaml'), 'a: [');
    const lines = blockText(writes(), 'id', 'INT64').replaceAll('"a": "', '"a": "zz');
    writeFileSync(blockFile(store.folderOf('t'), 1), zipFile(lines));
    expect(await problemsOf(store.root)).toEqual([
      {
        path: `self/job/${JOB.slice(0, 2)}/${JOB}/_manifest.yaml`,
        kind: 'job',
        problem: expect.stringMatching(/^not readable as YAML: /),
      },
      { path: BLOCK, kind: 'block', problem: expect.stringMatching(/^line 1: .*not a valid INT64$/) },
    ]);
  });

  it('reads overwritten revisions, which an ordinary scan does not', async () => {
    const late: Write = { key: 1, revision: 9n, cells: { a: int(1) } };
    const bad: Write = { key: 1, revision: 1n, cells: { a: [{ type: 'INT64' }, 'zz'] } };
    writeFileSync(
      blockFile(store.folderOf('t'), 1),
      zipFile(blockText([bad, late, ...writes().slice(1)], 'id', 'INT64')),
    );
    expect(await problemsOf(store.root)).toMatchObject([{ path: BLOCK, problem: expect.stringContaining('line 1') }]);
  });

  it('finds objects that are missing, truncated, or not files, once each', async () => {
    const path = join(store.root, objectPath());
    const size = readFileSync(path).length;
    truncateSync(path, size - 1);
    const problem = (text: string) => [{ path: objectPath(), kind: 'object', problem: text }];
    expect(await problemsOf(store.root)).toEqual(
      problem(`the object has ${size - 1} bytes, an artifact needs 0 to ${size}`),
    );
    rmSync(path);
    expect(await problemsOf(store.root)).toEqual(problem('the object of an artifact is missing'));
    makeOddFile('a FIFO', path);
    expect(await problemsOf(store.root)).toEqual(problem('not a file'));
  });

  it('finds an object whose content does not match its header', async () => {
    const root = await copyOfStore('real');
    const sections: string[] = [];
    const before = await problemsOf(root);
    expect(before).toEqual([]);
    // Flips the first byte after the header of every object.
    const { footprint } = await import('../attacks/expect-clean-exit.ts');
    for (const path of footprint(root).keys()) {
      if (!path.includes('/.objectstore/') || !/[0-9a-f]{64}$/.test(path)) continue;
      const bytes = readFileSync(path);
      if (bytes.toString('latin1', 0, 4) !== 'SWDS') continue;
      bytes[32] = (bytes[32] ?? 0) ^ 1;
      writeFileSync(path, bytes);
      sections.push(relative(root, path));
    }
    expect(sections.length).toBeGreaterThan(0);
    const found = await problemsOf(root);
    expect(found.length).toBeGreaterThan(0);
    for (const { path, kind, problem } of found) {
      expect(sections).toContain(path);
      expect([kind, problem]).toEqual(['object', 'the content at 32 does not match its checksum']);
    }
  });

  it('finds damaged manifests, and continues after them', async () => {
    const good = await writeStore({ a: { keyType: 'INT64', blocks: [] }, b: { keyType: 'INT64', blocks: [] } });
    writeFileSync(join(good.folderOf('a'), 'manifest.json'), '{');
    writeManifest(good.folderOf('b'), { blocks: [{ block_id: 7 }] });
    expect(await problemsOf(good.root)).toEqual([
      { path: '.datastore/t0/manifest.json', kind: 'table', problem: 'not a JSON object' },
      { path: '.datastore/t1/data.0000007.zip', kind: 'block', problem: 'the block is missing' },
    ]);
    rmSync(good.folderOf('a'), { recursive: true });
    expect((await problemsOf(good.root))[0]).toMatchObject({
      problem: expect.stringContaining('folder of the table is missing'),
    });
    writeFileSync(join(good.root, '.datastore', 'manifest.json'), '[]');
    expect(await problemsOf(good.root)).toEqual([
      { path: '.datastore/manifest.json', kind: 'datastore', problem: 'not a JSON object' },
    ]);
  });
});
