import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ObjectStore } from '../../src/standalone/object-store.ts';
import { StandaloneTable } from '../../src/standalone/table.ts';
import { rowsOf } from '../support/agreement.ts';
import { temporaryFolder } from '../support/stores.ts';
import { isThorough } from '../support/thorough.ts';
import { blockText, type Write, writeManifest } from '../support/write-table.ts';
import { zipFile } from '../support/zip-file.ts';

const STATES = 5;
const BLOCKS = 4;
const BLOCK_ROWS = 50;
const SCANS = isThorough ? 200 : 30;

/**
 * Replaces the state of the table as the client does: writes new blocks with unused numbers, renames the manifest into place,
 * then deletes the old blocks. Plain JavaScript, as Node's worker threads require.
 */
const WRITER = `
  const fs = require('node:fs');
  const { workerData, parentPort } = require('node:worker_threads');
  const { folder, staged, manifest, states, blocks, first } = workerData;
  const blockFile = (id) => folder + '/data.' + String(id).padStart(7, '0') + '.zip';
  let running = true;
  let id = first;
  let swaps = 0;
  parentPort.on('message', () => { running = false; });
  function swap() {
    const begin = id;
    for (let block = 0; block < blocks; block++) fs.linkSync(staged + '/' + (swaps % states) + '-' + block, blockFile(id++));
    const text = manifest.replace(/"block_id":(\\d+)/g, (_, block) => '"block_id":' + (begin + Number(block)));
    fs.writeFileSync(folder + '/manifest.tmp', text);
    fs.renameSync(folder + '/manifest.tmp', folder + '/manifest.json');
    for (let old = begin - blocks; old < begin; old++) fs.rmSync(blockFile(old), { force: true });
    if (++swaps === 1) parentPort.postMessage('started');
    if (running) setTimeout(swap, swaps % 3); else parentPort.postMessage(swaps);
  }
  swap();
`;

describe('a table that a writer replaces repeatedly', () => {
  let folder: string;
  let writer: Worker;

  beforeAll(async () => {
    folder = mkdtempSync(join(await temporaryFolder(), 'table-'));
    const staged = `${folder}.staged`;
    mkdirSync(staged);
    for (let state = 0; state < STATES; state++) {
      for (let block = 0; block < BLOCKS; block++) {
        const writes = Array.from(
          { length: BLOCK_ROWS },
          (_, row): Write => ({
            key: block * BLOCK_ROWS + row,
            revision: 1n,
            cells: { state: [{ type: 'INT8' }, String(state)] },
          }),
        );
        writeFileSync(join(staged, `${state}-${block}`), zipFile(blockText(writes, 'id', 'INT64')));
      }
    }
    const blocks = Array.from({ length: BLOCKS }, (_, block) => ({
      min_key: block * BLOCK_ROWS,
      max_key: (block + 1) * BLOCK_ROWS - 1,
      row_count: BLOCK_ROWS,
      block_id: block,
    }));
    const manifest = writeManifest(folder, { key_column_type: { type: 'INT64' }, blocks });
    rmSync(join(folder, 'manifest.json'));
    writer = new Worker(WRITER, {
      eval: true,
      workerData: { folder, staged, manifest, states: STATES, blocks: BLOCKS, first: 1000 },
    });
    await new Promise((resolve) => writer.once('message', resolve));
  });

  afterAll(() => writer.terminate());

  it('is read as exactly one of its states', async () => {
    const table = new StandaloneTable('t', folder, new ObjectStore(folder));
    const seen = new Set<unknown>();
    for (let scan = 0; scan < SCANS; scan++) {
      const tail = scan % 2 === 0 ? undefined : BLOCK_ROWS + 10;
      const rows = await rowsOf(table, { tail });
      const states = new Set(rows.map((row) => row.get('state')?.value));
      expect(rows.map((row) => row.get('id')?.value)).toEqual(
        Array.from({ length: BLOCKS * BLOCK_ROWS }, (_, key) => key).slice(-(tail ?? 1000)),
      );
      expect(states.size).toBe(1);
      for (const state of states) seen.add(state);
    }
    const swaps = new Promise<number>((resolve) => writer.once('message', resolve));
    writer.postMessage('stop');
    expect(await swaps).toBeGreaterThan(SCANS / 4);
    expect(seen.size).toBeGreaterThan(1);
  });
});
