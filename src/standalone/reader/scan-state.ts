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
import type { KeptBlocks } from './kept-blocks.ts';
import { LineRepair } from './line-repair.ts';
import type { Line } from './loaded-block.ts';
import { ScanColumns } from './scan-columns.ts';

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

/** What the ways of reading share in one scan. */
export class ScanState {
  readonly options: ReaderOptions;
  readonly schemas: RecordSchemas;
  readonly columns: ScanColumns;
  readonly repair: LineRepair;
  readonly loader: BlockLoader;
  /** How many more rows are wanted. */
  left: number;
  /** Records that the decoders read. */
  decodedRecords = 0;
  /** The lines of the rows of the batch at hand that were decoded. */
  readonly decodedLines = new Map<number, Line>();
  /** The first line of a row of the batch at hand that the kernel read. */
  kernelLineOf: (row: number) => Line | undefined = () => undefined;

  constructor(options: ReaderOptions) {
    const { manifest, files, scan, check, fill = true, seeColumn, kept } = options;
    const { columns, revision, skipDamaged, limit = Number.POSITIVE_INFINITY } = scan;
    this.options = options;
    this.left = limit;
    this.schemas = new RecordSchemas(seeColumn);
    this.columns = new ScanColumns(manifest.keyColumn, columns, fill);
    this.loader = new BlockLoader(files, skipDamaged, kept);
    const wanted = fill ? columns && new Set(columns) : new Set<string>();
    const see: ColumnCheck['see'] = (records) => check.see(records);
    this.repair = new LineRepair({ manifest, schemas: this.schemas, wanted, revision, see });
  }

  /** Reads back strings and bytes that were stored as artifacts. */
  readonly convert = (value: TypedValue, row: number): TypedValue => {
    const { objects } = this.options;
    if (objects === undefined || !needsConversion(value)) return value;
    const read = () => convertArtifacts(value, (link) => objects.readNow(link));
    const line = this.decodedLines.get(row) ?? this.kernelLineOf(row);
    return line === undefined ? read() : line.block.guard(line.start, read);
  };

  /** Whether the contents of a row can be read; what cannot is skipped. */
  areContentsSound(values: Iterable<TypedValue>, row: number): boolean {
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
      this.tell(error);
      return null;
    }
  }

  /** Damage is skipped and counted, or ends the scan. */
  tell(damage: SwjobError): void {
    const { skipDamaged } = this.options.scan;
    if (skipDamaged === undefined) throw damage;
    skipDamaged(damage);
  }
}
