import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { indexOf } from '../../../src/standalone/reader/index-maker.ts';
import { LineMerge } from '../../../src/standalone/reader/line-merge.ts';
import { LineRepair } from '../../../src/standalone/reader/line-repair.ts';
import { LoadedBlock } from '../../../src/standalone/reader/loaded-block.ts';
import { RecordSchemas } from '../../../src/standalone/record-schema.ts';
import type { BlockDescription } from '../../../src/standalone/table-description.ts';
import { pythonLine } from '../../support/write-table.ts';

/** Keys by their revision in each block; without bounds, a manifest tells nothing of them. */
interface Block {
  readonly keys: readonly number[];
  readonly bounded: boolean;
}

const block = fc.record({ keys: fc.uniqueArray(fc.nat(20), { maxLength: 8 }), bounded: fc.boolean() });

function contentOf(keys: readonly number[], revision: number): Buffer {
  const lines = keys.map((key) =>
    pythonLine('id', [[String(revision), { id: [{ type: 'INT64' }, key.toString(16)] }]]),
  );
  return Buffer.from(lines.join('\n'));
}

/** Walks blocks to their end: each key with the blocks of its lines, and what was opened or loaded ahead at that time. */
async function walk(blocks: readonly Block[]) {
  const opened: number[] = [];
  const prefetched: number[][] = [];
  const descriptions = blocks.map(({ keys, bounded }, index): BlockDescription => {
    const sorted = keys.toSorted((a, b) => a - b);
    const bound = (key: number | undefined) => (bounded ? key : undefined);
    return { path: String(index), minKey: bound(sorted[0]), maxKey: bound(sorted.at(-1)), rowCount: keys.length };
  });
  const open = async (description: BlockDescription) => {
    const index = Number(description.path);
    opened.push(index);
    const content = contentOf(
      (blocks[index]?.keys ?? []).toSorted((a, b) => a - b),
      index,
    );
    const manifest = { path: '', keyColumn: 'id', keyType: 'INT64' as const, blocks: [], tombstones: [] };
    const see = () => undefined;
    const repair = new LineRepair({
      manifest,
      schemas: new RecordSchemas(),
      wanted: undefined,
      revision: undefined,
      see,
    });
    const lines = indexOf(new LoadedBlock(content, description.path, description), null, repair, {});
    return lines.key === undefined ? null : lines;
  };
  const merge = new LineMerge(descriptions, {}, open, (waiting) => {
    prefetched.push(waiting.map(({ path }) => Number(path)));
  });
  const steps: { key: unknown; blocks: number[]; opened: number[] }[] = [];
  for (;;) {
    if (merge.needsBlock) await merge.openBlocks();
    const key = merge.peek();
    if (key === null) break;
    steps.push({ key, blocks: merge.lines.map(({ block }) => Number(block.path)), opened: [...opened] });
    merge.takeLines();
  }
  return { steps, opened, prefetched };
}

describe('a merge of lines', () => {
  it('gives every key once, with the lines of all blocks, oldest first, in key order', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(block, { maxLength: 6 }), async (blocks) => {
        const keys = Array.from(new Set(blocks.flatMap((one) => one.keys))).sort((a, b) => a - b);
        const { steps, opened } = await walk(blocks);
        expect(steps.map(({ key, blocks: found }) => [key, found])).toEqual(
          keys.map((key) => [key, blocks.flatMap((one, index) => (one.keys.includes(key) ? [index] : []))]),
        );
        expect(opened.toSorted()).toEqual(blocks.map((_, index) => index));
      }),
      { numRuns: 300 },
    );
  });

  it('opens a block with known bounds only when the keys reach it', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          block.map((one) => ({ ...one, bounded: true })),
          { maxLength: 6 },
        ),
        async (blocks) => {
          const { steps } = await walk(blocks);
          for (const { key, opened } of steps) {
            for (const index of opened)
              expect(Math.min(...(blocks[index]?.keys ?? []), 21)).toSatisfy(
                (least) => least <= Number(key) || least === 21,
              );
          }
        },
      ),
    );
  });

  it('tells which blocks come next before it opens one', async () => {
    const { prefetched, opened } = await walk([
      { keys: [7, 8], bounded: true },
      { keys: [1, 2], bounded: true },
      { keys: [4, 5], bounded: true },
    ]);
    expect(opened).toEqual([1, 2, 0]);
    expect(prefetched).toEqual([[2, 0], [0], []]);
  });
});
