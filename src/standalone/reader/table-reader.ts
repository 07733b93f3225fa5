import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Batch } from '../../datastore/batch.ts';
import { keepReleasedMemory } from '../../files/release-buffer.ts';
import { disjointGroups, isInside, rowsIn } from '../block-ranges.ts';
import type { BlockDescription } from '../table-description.ts';
import { mergeBlocks, mergeDecoded } from './block-merge.ts';
import { walkBlock } from './block-walk.ts';
import { endScan } from './blocks-ahead.ts';
import { DecodedRows } from './decoded-rows.ts';
import { Kernel } from './kernel.ts';
import { KernelRows } from './kernel-rows.ts';
import type { Line } from './loaded-block.ts';
import type { ScanColumns } from './scan-columns.ts';
import { type ReaderOptions, ScanState } from './scan-state.ts';
import { seekKey, singleTextKey } from './seek-key.ts';

/** Milliseconds after which the scan yields to the event loop. */
const TURN = 8;

/** Reads a table, in key order, as batches. */
export class TableReader {
  private readonly state: ScanState;
  private readonly singleKey: string | null;
  private rows: KernelRows | null = null;
  private turned = Date.now();

  constructor(options: ReaderOptions) {
    this.state = new ScanState(options);
    this.singleKey = singleTextKey(options.scan);
  }

  get columns(): ScanColumns {
    return this.state.columns;
  }

  /** How many records were read. */
  get records(): number {
    return this.state.decodedRecords + (this.rows?.kernel.records ?? 0);
  }

  /** The batches of the scan. Each is valid until the next one is requested. */
  async *batches(): AsyncGenerator<Batch> {
    try {
      yield* this.scan();
    } finally {
      endScan(this.state.mark);
    }
  }

  private async *scan(): AsyncGenerator<Batch> {
    const { state } = this;
    const { blocks, scan } = state.options;
    const groups = this.singleKey === null ? disjointGroups(blocks) : [blocks];
    if (state.left <= 0) return;
    scan.signal?.throwIfAborted();
    const { ahead } = state;
    const [first = [], ...others] = groups;
    if (others.length > 0 && ahead > 0) keepReleasedMemory();
    // The first blocks are unpacked while the kernel starts: one if its beginning comes first, which others would delay.
    const atOnce = state.beginsSoon && first.length === 1 ? 1 : ahead;
    const needed = [first, ...neededAfter(first, others.slice(0, ahead - 1), state.left)];
    state.loader.prefetch(...needed.flat().slice(0, atOnce));
    // A single row is read faster without it.
    if (this.singleKey === null) {
      this.rows = this.openKernel();
      await nextTurn();
    }
    for (const [index, group] of groups.entries()) {
      if (state.left <= 0) return;
      scan.signal?.throwIfAborted();
      const most = state.ahead;
      const next = neededAfter(group, groups.slice(index + 1, index + 1 + most), state.left)
        .flat()
        .slice(0, most);
      for await (const batch of this.readGroup(group, next)) {
        if (batch.length === 0) continue;
        state.left -= batch.length;
        yield batch;
        scan.signal?.throwIfAborted();
        if (Date.now() - this.turned < TURN) continue;
        await nextTurn();
        scan.signal?.throwIfAborted();
        this.turned = Date.now();
      }
    }
  }

  /** Null if there is no kernel. */
  private openKernel(): KernelRows | null {
    const { state } = this;
    const { schemas, columns, convert } = state;
    const { manifest, scan, check } = state.options;
    const { keyColumn, keyType } = manifest;
    const { keepNone = false, revision: upTo } = scan;
    const onSchema = (text: string) => check.see([{ schema: schemas.compile(text) }]);
    const kernel = Kernel.open({ keyColumn, keyType, schemas, columns, keepNone, upTo, convert, onSchema });
    return kernel && new KernelRows(kernel, state);
  }

  private readGroup(group: readonly BlockDescription[], next: readonly BlockDescription[]): AsyncGenerator<Batch> {
    const { state, rows, singleKey } = this;
    const { manifest, scan } = state.options;
    const [block, another] = group;
    if (singleKey !== null) return this.seek(group, singleKey);
    if (rows === null) return mergeDecoded(state, new DecodedRows(state), group, next);
    // If each line is a row of the range, no keys have to be compared beforehand.
    const isDirect = rows.kernel.keys.areCompared && manifest.tombstones.length === 0 && another === undefined;
    if (block !== undefined && isDirect && isInside(block, scan)) return walkBlock(state, rows, block, next);
    return mergeBlocks(state, rows, group, next);
  }

  /** The row of a single key, found by its text. */
  private async *seek(blocks: readonly BlockDescription[], key: string): AsyncGenerator<Batch> {
    const { state } = this;
    const rows = new DecodedRows(state);
    const lines: Line[] = [];
    for (const description of blocks) {
      let line: Line | null = null;
      for await (const block of state.loader.parts(description, [])) {
        line ??= seekKey(block, key, (found) => state.tolerate(() => state.repair.read(found, undefined)));
        if (line?.block !== block) state.loader.release(block);
      }
      if (line !== null) lines.push(line);
    }
    if (lines.length > 0) rows.put(lines);
    yield rows.take();
  }
}

/** The groups to be read after the first, as far as those before them may have too few rows. */
function neededAfter<Group extends readonly BlockDescription[]>(
  first: Group,
  groups: readonly Group[],
  wanted: number,
): readonly Group[] {
  let rows = rowsIn(first);
  return groups.filter((group) => {
    const isNeeded = wanted > rows;
    rows += rowsIn(group);
    return isNeeded;
  });
}
