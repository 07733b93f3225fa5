import type { Batch, Convert } from '../../datastore/batch.ts';
import { BatchBuilder } from '../../datastore/batch-builder.ts';
import type { TypedRow, TypedValue } from '../../datastore/typed-value.ts';

/** Rows that were all decoded: where there is no kernel, or only a row to be read. */
export class ValueBatch {
  private readonly builder: BatchBuilder;
  private readonly chosen: ReadonlySet<string> | undefined;
  private readonly keepNone: boolean;

  constructor(keyColumn: string, chosen: readonly string[] | undefined, keepNone: boolean) {
    this.builder = new BatchBuilder(chosen ?? [keyColumn]);
    this.chosen = chosen && new Set(chosen);
    this.keepNone = keepNone;
  }

  get rows(): number {
    return this.builder.size;
  }

  put(row: TypedRow): void {
    const shown = new Map<string, TypedValue>();
    for (const [name, value] of row) {
      if (this.chosen !== undefined && !this.chosen.has(name)) continue;
      this.builder.place(name);
      if (this.keepNone || value.type !== 'UNKNOWN') shown.set(name, value);
    }
    this.builder.add(shown);
  }

  take(convert: Convert): Batch {
    return this.builder.finish(undefined, convert);
  }
}
