import type { Batch } from '../../datastore/batch.ts';
import { BatchBuilder } from '../../datastore/batch-builder.ts';
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
    const { state, builder } = this;
    const repaired = state.tolerate(() => state.repair.rowOf(lines));
    state.decodedRecords += repaired?.records ?? 0;
    if (repaired === null || repaired.row === null) return;
    const { row } = repaired;
    if (lines[0] !== undefined) state.decodedLines.set(this.count, lines[0]);
    const shown = new Map(Array.from(row).filter(([name]) => this.chosen?.has(name) ?? true));
    const { skipDamaged } = state.options.scan;
    if (skipDamaged !== undefined && !state.areArtifactsReadable(shown.values(), this.count)) return;
    state.columns.placeAll(row.keys());
    for (const [name, value] of shown) {
      builder.place(name);
      if (!this.keepNone && value.type === 'UNKNOWN') shown.delete(name);
    }
    builder.add(shown);
  }

  take(): Batch {
    return this.builder.finish(undefined, this.state.convert);
  }
}
