import { setImmediate as nextTurn } from 'node:timers/promises';
import { convertArtifacts, needsConversion } from '../../datastore/artifact.ts';
import type { Batch } from '../../datastore/batch.ts';
import type { TypedValue } from '../../datastore/typed-value.ts';
import { isSwjobError, type SwjobError } from '../../errors.ts';
import type { KeyValue, ScanOptions } from '../../job/instance.ts';
import { STATUS } from '../../kernel/memory.ts';
import type { BlockFiles } from '../block-files.ts';
import type { KeyedRecords } from '../block-line.ts';
import { disjointGroups, isInside, rowsIn } from '../block-ranges.ts';
import type { ColumnCheck } from '../column-check.ts';
import type { ObjectStore } from '../object-store.ts';
import { RecordSchemas } from '../record-schema.ts';
import type { BlockDescription, TableManifest } from '../table-description.ts';
import { BlockLoader } from './block-loader.ts';
import type { KeptBlocks } from './kept-blocks.ts';
import { Kernel } from './kernel.ts';
import { endOfWindow, LineIndex } from './line-index.ts';
import { LineMerge } from './line-merge.ts';
import { keyProblem, LineRepair, type RepairedRow } from './line-repair.ts';
import type { Line, LoadedBlock } from './loaded-block.ts';
import { MergedWindow } from './merged-window.ts';
import { ScanColumns } from './scan-columns.ts';
import { seekKey, singleTextKey } from './seek-key.ts';
import { ValueBatch } from './value-batch.ts';

/** The event loop gets its turn after this many milliseconds. */
const TURN = 8;
/** So many decoded rows make a batch. */
const SLOW_ROWS = 256;

export interface ReaderOptions {
  readonly manifest: TableManifest;
  readonly blocks: readonly BlockDescription[];
  readonly files: BlockFiles;
  /** Where long strings and bytes lie; without it they stay the artifacts that they are stored as. */
  readonly objects?: ObjectStore;
  readonly scan: ScanOptions;
  readonly check: ColumnCheck;
  /** False where only rows, records and the names of columns are counted. */
  readonly fill?: boolean;
  /** Is shown the schema of each column. */
  readonly seeColumn?: (name: string, schema: unknown) => void;
  /** Blocks that are read again, where they are kept. */
  readonly kept?: KeptBlocks;
}

/** What the window holds, for the lines that the kernel cannot follow. */
interface Window {
  /** The lines of the key that a place belongs to, where they begin, and the place behind them. */
  linesAt(place: number): { readonly lines: readonly Line[]; readonly begin: number; readonly end: number };
  /** Where the places of the keys from a place on are listed; 0 where each line is a row. */
  startsFrom(place: number): number;
}

interface NextLines {
  readonly lines: Line[] | null;
  /** Whether they have to be read by the decoders: the kernel knows nothing of tombstones. */
  readonly areOdd: boolean;
  readonly error: SwjobError | null;
}

/** A block whose lines are rows, or a part of it; how many lines were passed, and a key that the kernel cannot hold. */
interface Walk {
  block: LoadedBlock;
  lines: number;
  lastKey: KeyValue | undefined;
}

/** Reads the rows of a state of a table, in key order, as batches. */
export class TableReader {
  readonly columns: ScanColumns;
  private readonly options: ReaderOptions;
  private readonly repair: LineRepair;
  private readonly loader: BlockLoader;
  private readonly openKernel: () => Kernel | null;
  private kernel: Kernel | null = null;
  private window: Window | null = null;
  /** The lines of the rows of the batch at hand that were decoded. */
  private readonly decodedLines = new Map<number, Line>();
  private readonly values: ValueBatch;
  private readonly singleKey: string | null;
  private left: number;
  private slowRecords = 0;
  private turned = Date.now();

  constructor(options: ReaderOptions) {
    const { manifest, files, scan, check, fill = true, seeColumn, kept } = options;
    const { keyColumn, keyType } = manifest;
    const { columns, revision, skipDamaged, keepNone = false, limit = Number.POSITIVE_INFINITY } = scan;
    const schemas = new RecordSchemas(seeColumn);
    this.options = options;
    this.left = limit;
    this.columns = new ScanColumns(keyColumn, columns, fill);
    this.loader = new BlockLoader(files, skipDamaged, kept);
    const wanted = fill ? columns && new Set(columns) : new Set<string>();
    this.repair = new LineRepair({ manifest, schemas, wanted, revision, see: (records) => check.see(records) });
    this.values = new ValueBatch(keyColumn, columns, keepNone);
    this.singleKey = singleTextKey(scan);
    const seeSchema = (text: string) => check.see([{ schema: schemas.compile(text) }]);
    const { columns: scanColumns, convert } = this;
    this.openKernel = () =>
      Kernel.open({ keyColumn, keyType, schemas, columns: scanColumns, keepNone, upTo: revision, convert, seeSchema });
  }

  /** Records that were read. */
  get records(): number {
    return this.slowRecords + (this.kernel?.records ?? 0);
  }

  /** The batches of the scan; each is valid until the next one is asked for. */
  async *batches(): AsyncGenerator<Batch> {
    const { blocks, scan } = this.options;
    const groups = this.singleKey === null ? disjointGroups(blocks) : [blocks];
    if (this.left <= 0) return;
    scan.signal?.throwIfAborted();
    // The first block is unpacked while the kernel is made. One row is read sooner without it.
    this.loader.prefetch(groups[0]?.[0]);
    if (this.singleKey === null) this.kernel = this.openKernel();
    for (const [index, group] of groups.entries()) {
      if (this.left <= 0) return;
      scan.signal?.throwIfAborted();
      const next = this.left > rowsIn(group) ? groups[index + 1]?.[0] : undefined;
      for await (const batch of this.readGroup(group, next)) {
        if (batch.length === 0) continue;
        this.left -= batch.length;
        yield batch;
        scan.signal?.throwIfAborted();
        if (Date.now() - this.turned < TURN) continue;
        await nextTurn();
        scan.signal?.throwIfAborted();
        this.turned = Date.now();
      }
    }
  }

  /** Reads back strings and bytes that were stored as artifacts. */
  private readonly convert = (value: TypedValue, row: number): TypedValue => {
    const { objects } = this.options;
    if (objects === undefined || !needsConversion(value)) return value;
    const read = () => convertArtifacts(value, (link) => objects.readNow(link));
    const line = this.lineOf(row);
    return line === undefined ? read() : line.block.guard(line.start, read);
  };

  /** The first line of a row of the batch at hand. */
  private lineOf(row: number): Line | undefined {
    const decoded = this.decodedLines.get(row);
    if (decoded !== undefined || this.kernel === null) return decoded;
    return this.window?.linesAt(this.kernel.lineOf(row)).lines[0];
  }

  private readGroup(group: readonly BlockDescription[], next: BlockDescription | undefined): AsyncGenerator<Batch> {
    const { manifest, scan } = this.options;
    const { kernel, singleKey } = this;
    const [block, another] = group;
    if (singleKey !== null) return this.seek(group, singleKey);
    if (kernel === null) return this.mergeSlowly(group, next);
    // No key has to be known beforehand where each line is a row of the range.
    const isDirect = kernel.comparesKeys && manifest.tombstones.length === 0 && another === undefined;
    if (block !== undefined && isDirect && isInside(block, scan)) return this.walk(kernel, block, next);
    return this.merge(kernel, group, next);
  }

  /** The rows of a block that overlaps with no other. */
  private async *walk(
    kernel: Kernel,
    description: BlockDescription,
    next: BlockDescription | undefined,
  ): AsyncGenerator<Batch> {
    let walk: Walk | undefined;
    kernel.beginKeys();
    for await (const block of this.loader.parts(description, next)) {
      walk ??= { block, lines: 0, lastKey: undefined };
      walk.block = block;
      try {
        yield* this.walkLines(kernel, walk);
      } finally {
        this.loader.release(block);
      }
      if (this.left <= 0) return;
    }
    const wrong = walk?.block.wrongCount(walk.lines);
    if (wrong) this.tell(wrong);
  }

  private *walkLines(kernel: Kernel, walk: Walk): Generator<Batch> {
    const { block } = walk;
    const { content } = block;
    for (let offset = 0; offset < content.length && this.left > 0; ) {
      kernel.beginWindow(block.isAscii);
      const end = endOfWindow(block, offset, kernel.room);
      if (end > offset) {
        kernel.add(content, offset, end);
        kernel.endWindow();
        yield* this.scan(kernel, walkWindow(kernel, block, offset), walk);
        offset = end;
        continue;
      }
      const stop = block.endOfLine(offset);
      if (kernel.growTo(stop + 2 - offset)) continue;
      // A line that is too long for any window is read on its own.
      yield* this.repairLines(kernel, [{ block, start: offset, end: stop }], 0, walk);
      yield* this.flush(kernel);
      offset = stop + 1;
    }
  }

  /** The rows of blocks whose lines have to be brought into the order of their keys. */
  private async *merge(
    kernel: Kernel,
    group: readonly BlockDescription[],
    next: BlockDescription | undefined,
  ): AsyncGenerator<Batch> {
    const merge = this.openMerge(group, next);
    const window = new MergedWindow(kernel);
    for (let held: Line[] | null = null; this.left > kernel.rows; ) {
      // No row of the batch at hand is of their lines.
      if (kernel.rows === 0) this.loader.release(...merge.takeFinished());
      if (merge.needsBlock) await merge.openBlocks();
      window.begin(merge.isAscii);
      let problem: SwjobError | null = null;
      let odd: Line[] | null = null;
      while (!merge.needsBlock || held !== null) {
        const next: NextLines = held === null ? this.nextLines(merge) : { lines: held, areOdd: false, error: null };
        held = null;
        problem = next.error;
        if (next.lines === null) break;
        if (next.areOdd) odd = next.lines;
        else if (window.add(next.lines)) continue;
        else held = next.lines;
        break;
      }
      if (held !== null && window.isEmpty) {
        yield* this.flush(kernel);
        if (window.grow(held)) continue;
        odd = held;
        held = null;
      }
      const isAtEnd = window.isEmpty && odd === null && held === null && problem === null && !merge.needsBlock;
      kernel.endWindow();
      if (!window.isEmpty) yield* this.scan(kernel, window, null);
      if (odd !== null) {
        yield* this.repairLines(kernel, odd, 0, null);
        if (kernel.rows >= kernel.columns.capacity) yield* this.flush(kernel);
      }
      if (problem !== null || isAtEnd) {
        yield* this.flush(kernel);
        if (problem !== null) throw problem;
        break;
      }
    }
    if (kernel.rows > 0) yield* this.flush(kernel);
    if (merge.ended) this.left = 0;
  }

  /** The same by the decoders alone. */
  private async *mergeSlowly(
    group: readonly BlockDescription[],
    next: BlockDescription | undefined,
  ): AsyncGenerator<Batch> {
    const merge = this.openMerge(group, next);
    for (;;) {
      if (merge.needsBlock) await merge.openBlocks();
      const { lines, error } = this.nextLines(merge);
      if (lines !== null) this.putSlowly(lines);
      const isEnd = lines === null && error === null && !merge.needsBlock;
      if (isEnd || error !== null || this.values.rows >= SLOW_ROWS || this.values.rows >= this.left) {
        yield this.values.take(this.convert);
        this.decodedLines.clear();
        this.loader.release(...merge.takeFinished());
        if (error !== null) throw error;
        if (isEnd || this.left <= 0) break;
      }
    }
    if (merge.ended) this.left = 0;
  }

  /** The row of a key whose text is looked for. */
  private async *seek(blocks: readonly BlockDescription[], key: string): AsyncGenerator<Batch> {
    const lines: Line[] = [];
    for (const description of blocks) {
      const block = await this.loader.take(description);
      const line = block && seekKey(block, key, (found) => this.tolerate(() => this.repair.read(found, undefined)));
      if (line) lines.push(line);
    }
    if (lines.length > 0) this.putSlowly(lines);
    yield this.values.take(this.convert);
  }

  private openMerge(group: readonly BlockDescription[], next: BlockDescription | undefined): LineMerge {
    const { scan } = this.options;
    const open = async (description: BlockDescription) => {
      const block = await this.loader.take(description);
      return block && new LineIndex(block, this.kernel, this.repair, scan, scan.skipDamaged);
    };
    return new LineMerge(group, scan, open, (following) => this.loader.prefetch(following ?? next));
  }

  /** The lines of the next key; none at the end, or where damage stands before them. */
  private nextLines(merge: LineMerge): NextLines {
    try {
      const key = merge.peek();
      if (key === null) return { lines: null, areOdd: false, error: null };
      const areOdd = this.repair.tombstones.deletedUpTo(key) !== undefined;
      return { lines: merge.take(key), areOdd, error: null };
    } catch (error) {
      if (!isSwjobError(error, 'damaged')) throw error;
      return { lines: null, areOdd: false, error };
    }
  }

  /** Fills the rows of a window, and gives them. */
  private *scan(kernel: Kernel, window: Window, walk: Walk | null): Generator<Batch> {
    const end = kernel.input + kernel.filled;
    this.window = window;
    // Where the last row is begun, it is ended.
    const isWanted = (place: number) => this.left > kernel.rows || window.linesAt(place).begin < place;
    for (let place = kernel.input; place < end && isWanted(place); ) {
      const from = kernel.rows;
      const lastKey = walk === null ? undefined : (walk.lastKey ?? kernel.lastKey);
      let status: number = STATUS.irregular;
      if (walk?.lastKey === undefined) {
        status = kernel.scan(place, this.left - from, window.startsFrom(place));
        place = kernel.linePlace;
        if (walk !== null) {
          walk.lines += kernel.exports.linesPassed();
          const wrong = rowOutOfBounds(kernel, from, walk.block.description);
          if (wrong !== null) {
            walk.lines -= kernel.rows - wrong;
            place = kernel.lineOf(wrong);
            kernel.cut(wrong, lastKey);
            status = STATUS.irregular;
          }
        }
      }
      if (status === STATUS.done) break;
      if (status === STATUS.newSchema || status === STATUS.place) {
        const result =
          status === STATUS.place ? kernel.placeColumns(window.linesAt(place).lines.length === 1) : kernel.learn();
        if (result === 'learned') continue;
        status = result === 'full' ? STATUS.full : STATUS.irregular;
      }
      const { lines, begin, end: behind } = window.linesAt(place);
      // What earlier lines of the key have filled is filled again.
      if (begin < place) kernel.takeBack();
      place = begin;
      if (status === STATUS.full && kernel.rows > 0) {
        yield* this.flush(kernel);
        continue;
      }
      if (status === STATUS.full && this.left <= 0) break;
      yield* this.repairLines(kernel, lines, begin, walk);
      place = behind;
    }
    yield* this.flush(kernel);
  }

  /** Reads the lines of a key by the decoders, and puts the row into the batch. */
  private *repairLines(kernel: Kernel, lines: readonly Line[], place: number, walk: Walk | null): Generator<Batch> {
    const [first] = lines;
    kernel.clear(kernel.rows);
    if (first === undefined || first.block.isBlank(first.start, first.end)) return;
    if (walk !== null) walk.lines++;
    const lastKey = walk === null ? undefined : (walk.lastKey ?? kernel.lastKey);
    const sound: Line[] = [];
    const entries: KeyedRecords[] = [];
    let repaired: RepairedRow | null = null;
    const attempt = function* (this: TableReader, read: () => void): Generator<Batch> {
      try {
        read();
      } catch (error) {
        if (!isSwjobError(error, 'damaged')) throw error;
        // The rows before the damage come first.
        if (this.options.scan.skipDamaged === undefined) yield* this.flush(kernel);
        this.tell(error);
      }
    }.bind(this);
    for (const line of lines) {
      yield* attempt(() => {
        const entry = this.repair.read(line, lastKey);
        if (walk !== null) walk.lastKey = kernel.setLastKey(entry.key) ? undefined : entry.key;
        sound.push(line);
        entries.push(entry);
      });
    }
    if (sound.length > 0) {
      yield* attempt(() => {
        repaired = this.repair.row(sound, entries);
      });
    }
    if (repaired === null) return;
    const { row, records } = repaired as RepairedRow;
    this.slowRecords += records;
    if (row === null) return;
    if (!kernel.columns.hasRoomFor(row.size)) {
      if (kernel.rows > 0) yield* this.flush(kernel);
      kernel.columns.shrink(row.size);
    }
    if (sound[0] !== undefined) this.decodedLines.set(kernel.rows, sound[0]);
    kernel.put(row, place);
  }

  private putSlowly(lines: readonly Line[]): void {
    const repaired = this.tolerate(() =>
      this.repair.row(
        lines,
        lines.map((line) => this.repair.read(line, undefined)),
      ),
    );
    if (repaired === null) return;
    this.slowRecords += repaired.records;
    if (repaired.row === null) return;
    const row = this.values.rows;
    if (lines[0] !== undefined) this.decodedLines.set(row, lines[0]);
    const { columns, skipDamaged } = this.options.scan;
    const shown = Array.from(repaired.row).filter(([name]) => columns?.includes(name) ?? true);
    if (
      skipDamaged !== undefined &&
      !this.areContentsSound(
        shown.map(([, value]) => value),
        row,
      )
    )
      return;
    this.columns.placeAll(repaired.row.keys());
    this.values.put(repaired.row);
  }

  /** Gives the rows that are filled, and begins the next batch. */
  private *flush(kernel: Kernel): Generator<Batch> {
    const dropped = new Set<number>();
    let problem: SwjobError | null = null;
    for (let row = kernel.decodeStored(0); row < kernel.rows; row = kernel.decodeStored(row)) {
      problem = this.problemOf(kernel, row, dropped);
      if (problem === null) continue;
      kernel.rows = row;
    }
    if (this.options.scan.skipDamaged !== undefined) {
      for (let row = 0; row < kernel.rows; row++)
        if (!this.areContentsSound(kernel.valuesOf(row), row)) dropped.add(row);
    }
    if (kernel.rows > dropped.size) yield kernel.batch(dropped);
    this.decodedLines.clear();
    kernel.beginBatch();
    if (problem !== null) throw problem;
  }

  /** What is wrong with a value of a row; null where the row was fixed, or dropped. */
  private problemOf(kernel: Kernel, row: number, dropped: Set<number>): SwjobError | null {
    const lines = this.window?.linesAt(kernel.lineOf(row)).lines ?? [];
    try {
      const { row: fixed } = this.repair.row(
        lines,
        lines.map((line) => this.repair.read(line, undefined)),
      );
      if (fixed === null) dropped.add(row);
      else kernel.put(fixed, kernel.lineOf(row), row);
    } catch (error) {
      if (!isSwjobError(error, 'damaged')) throw error;
      const { skipDamaged } = this.options.scan;
      if (skipDamaged === undefined) return error;
      skipDamaged(error);
      kernel.clear(row);
      dropped.add(row);
    }
    return null;
  }

  /** Whether the contents of a row can be read; what cannot is skipped. */
  private areContentsSound(values: Iterable<TypedValue>, row: number): boolean {
    return (
      this.tolerate(() => {
        for (const value of values) this.convert(value, row);
        return true;
      }) === true
    );
  }

  private tolerate<T>(read: () => T): T | null {
    try {
      return read();
    } catch (error) {
      if (!isSwjobError(error, 'damaged')) throw error;
      this.tell(error);
      return null;
    }
  }

  /** Damage is skipped and counted, or ends the scan. */
  private tell(damage: SwjobError): void {
    const { skipDamaged } = this.options.scan;
    if (skipDamaged === undefined) throw damage;
    skipDamaged(damage);
  }
}

/** The window of a block each of whose lines is a row. */
function walkWindow(kernel: Kernel, block: LoadedBlock, offset: number): Window {
  return {
    startsFrom: () => 0,
    linesAt: (place) => {
      const start = place - kernel.input + offset;
      const end = block.endOfLine(start);
      return { lines: [{ block, start, end }], begin: place, end: place + end + 1 - start };
    },
  };
}

/** The first row from one on whose key lies outside of its block's bounds; null if there is none. */
function rowOutOfBounds(kernel: Kernel, from: number, description: BlockDescription): number | null {
  if (kernel.rows === from) return null;
  const isWrong = (row: number) => keyProblem(kernel.keyOf(row), undefined, description) !== null;
  if (!isWrong(from) && !isWrong(kernel.rows - 1)) return null;
  for (let row = from; row < kernel.rows; row++) if (isWrong(row)) return row;
  return null;
}
