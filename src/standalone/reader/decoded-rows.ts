import type { Batch } from '../../datastore/batch.ts';
import { BatchBuilder } from '../../datastore/batch-builder.ts';
import type { TypedRow, TypedValue } from '../../datastore/typed-value.ts';
import type { Line } from './loaded-block.ts';
import type { ScanState } from './scan-state.ts';

/** Rows from the decoders alone: without a kernel, or for a single row. */
export class DecodedRows {
  private readonly builder: BatchBuilder;
  private readonly chosen: ReadonlySet<string> | undefined;
  private readonly keepNone: boolean;
  private readonly state: ScanState;

  constructor(state: ScanState) {
    const { manifest, scan } = state.options;
    const { columns: chosen, keepNone = false } = scan;
    this.state = state;
    this.builder = new BatchBuilder(chosen ?? [manifest.keyColumn]);
    this.chosen = chosen && new Set(chosen);
    this.keepNone = keepNone;
  }

  get count(): number {
    return this.builder.size;
  }

  /** Adds the row of a key, given its lines. */
  put(lines: readonly Line[]): void {
    const { state } = this;
    const repaired = state.tolerate(() =>
      state.repair.row(
        lines,
        lines.map((line) => state.repair.read(line, undefined)),
      ),
    );
    if (repaired === null) return;
    state.decodedRecords += repaired.records;
    if (repaired.row === null) return;
    const row = this.count;
    if (lines[0] !== undefined) state.decodedLines.set(row, lines[0]);
    const { columns, skipDamaged } = state.options.scan;
    const shown = Array.from(repaired.row).filter(([name]) => columns?.includes(name) ?? true);
    if (
      skipDamaged !== undefined &&
      !state.areArtifactsReadable(
        shown.map(([, value]) => value),
        row,
      )
    )
      return;
    state.columns.placeAll(repaired.row.keys());
    this.add(repaired.row);
  }

  private add(row: TypedRow): void {
    const shown = new Map<string, TypedValue>();
    for (const [name, value] of row) {
      if (this.chosen !== undefined && !this.chosen.has(name)) continue;
      this.builder.place(name);
      if (this.keepNone || value.type !== 'UNKNOWN') shown.set(name, value);
    }
    this.builder.add(shown);
  }

  take(): Batch {
    return this.builder.finish(undefined, this.state.convert);
  }
}
