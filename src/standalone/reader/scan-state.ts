import { convertArtifacts, needsConversion } from '../../datastore/artifact.ts';
import type { TypedValue } from '../../datastore/typed-value.ts';
import { isSwjobError, type SwjobError } from '../../errors.ts';
import type { ScanOptions } from '../../job/instance.ts';
import type { BlockFiles } from '../block-files.ts';
import type { ColumnCheck } from '../column-check.ts';
import type { ObjectStore } from '../object-store.ts';
import { RecordSchemas } from '../record-schema.ts';
import type { BlockDescription, TableManifest } from '../table-description.ts';
import { BlockLoader } from './block-loader.ts';
import { blocksAhead } from './blocks-ahead.ts';
import type { KeptBlocks } from './kept-blocks.ts';
import { LineRepair } from './line-repair.ts';
import type { Line } from './loaded-block.ts';
import { ScanColumns } from './scan-columns.ts';

export interface ReaderOptions {
  readonly manifest: TableManifest;
  readonly blocks: readonly BlockDescription[];
  readonly files: BlockFiles;
  /** Reads long strings and bytes, which are stored as artifacts. Without it they stay artifacts. */
  readonly objects?: ObjectStore;
  readonly scan: ScanOptions;
  readonly check: ColumnCheck;
  /** False to count rows and records, and to collect the names of columns, without reading cells. */
  readonly fill?: boolean;
  /** Called with the schema of each column. */
  readonly seeColumn?: (name: string, schema: unknown) => void;
  /** Keeps blocks that are read a second time. */
  readonly kept?: KeptBlocks;
}

export class ScanState {
  readonly options: ReaderOptions;
  readonly schemas: RecordSchemas;
  readonly columns: ScanColumns;
  readonly repair: LineRepair;
  readonly loader: BlockLoader;
  /** Stands for this scan among those of the process. */
  readonly mark = Symbol();
  /** How many more rows to read. */
  left: number;
  /** How many records the decoders have read. */
  decodedRecords = 0;
  /** The lines of rows in the current batch that the decoders have read. */
  readonly decodedLines = new Map<number, Line>();
  /** The first line of a row in the current batch that the kernel has read. */
  kernelLineOf: (row: number) => Line | undefined = () => undefined;

  constructor(options: ReaderOptions) {
    const { manifest, files, scan, check, fill = true, seeColumn, kept } = options;
    const { columns, revision, skipDamaged, limit = Number.POSITIVE_INFINITY } = scan;
    this.options = options;
    this.left = limit;
    this.schemas = new RecordSchemas(seeColumn);
    this.columns = new ScanColumns(manifest.keyColumn, columns, fill);
    this.loader = new BlockLoader({ files, skip: skipDamaged, kept, isAhead: scan.ahead !== 0 });
    const wanted = fill ? columns && new Set(columns) : new Set<string>();
    const see: ColumnCheck['see'] = (records) => check.see(records);
    this.repair = new LineRepair({ manifest, schemas: this.schemas, wanted, revision, see });
  }

  /** How many of the next blocks to unpack in the meantime. */
  get ahead(): number {
    return blocksAhead(this.mark, this.options.scan.ahead);
  }

  /** Reads back strings and bytes that were stored as artifacts. */
  readonly convert = (value: TypedValue, row: number): TypedValue => {
    const { objects } = this.options;
    if (objects === undefined || !needsConversion(value)) return value;
    const read = () => convertArtifacts(value, (link) => objects.readNow(link));
    const line = this.decodedLines.get(row) ?? this.kernelLineOf(row);
    return line === undefined ? read() : line.block.guard(line.start, read);
  };

  /** Whether the artifacts of a row can be read. If not, the damage is skipped or thrown. */
  areArtifactsReadable(values: Iterable<TypedValue>, row: number): boolean {
    return (
      this.tolerate(() => {
        for (const value of values) this.convert(value, row);
        return true;
      }) === true
    );
  }

  tolerate<T>(read: () => T): T | null {
    try {
      return read();
    } catch (error) {
      if (!isSwjobError(error, 'damaged')) throw error;
      this.report(error);
      return null;
    }
  }

  /** Whether the first rows may be read before their block is completely unpacked: with a limit, it is checked beforehand. */
  get beginsSoon(): boolean {
    return this.left === Number.POSITIVE_INFINITY && this.loader.takesParts;
  }

  /** Skips and counts damage, or throws it. */
  report(damage: SwjobError): void {
    const { skipDamaged } = this.options.scan;
    if (skipDamaged === undefined) throw damage;
    skipDamaged(damage);
  }
}
