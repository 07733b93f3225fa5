import type { TypedRow, TypedValue } from '../../../src/datastore/typed-value.ts';
import type { KeyValue } from '../../../src/job/instance.ts';
import { compareServerKeys } from '../../../src/server/key-order.ts';
import { encodeScalar, inJavaOrder, servedType } from './encoding.ts';

/** With this many distinct values, a column's values are no longer listed. */
const MAX_VALUES = 50;

/** What a server collects about a column while it is written, and sends as `columnHints`. */
export class ColumnStatistics {
  private readonly types = new Set<string>();
  private values: Map<string, KeyValue> | null = new Map();
  private elements: ColumnStatistics | null = null;
  private keys: ColumnStatistics | null = null;
  private entries: ColumnStatistics | null = null;
  private attributes: Map<string, ColumnStatistics> | null = null;

  update(value: TypedValue): void {
    if (value.type !== 'UNKNOWN') this.types.add(servedType(value.type));
    switch (value.type) {
      case 'UNKNOWN':
        return;
      case 'LIST':
      case 'TUPLE':
        this.elements ??= new ColumnStatistics();
        for (const item of value.value) this.elements.update(item);
        return;
      case 'MAP':
        this.keys ??= new ColumnStatistics();
        this.entries ??= new ColumnStatistics();
        for (const entry of value.value) {
          this.keys.update(entry.key);
          this.entries.update(entry.value);
        }
        return;
      case 'OBJECT':
        this.attributes ??= new Map();
        for (const [name, item] of value.value) statisticsOf(this.attributes, name).update(item);
        return;
      default:
        this.values?.set(encodeScalar(value, true) ?? '', value.value);
        if ((this.values?.size ?? 0) >= MAX_VALUES) this.values = null;
    }
  }

  hints(): object {
    const values = Array.from(this.values ?? []).sort(([, a], [, b]) => compareServerKeys(a, b));
    return {
      typeHints: [...this.types].sort(),
      columnValueHints: values.map(([text]) => text),
      ...(this.elements && { elementHints: this.elements.hints() }),
      ...(this.keys && { keyHints: this.keys.hints() }),
      ...(this.entries && { valueHints: this.entries.hints() }),
      ...(this.attributes && {
        attributesHints: inJavaOrder(Array.from(this.attributes, ([name, column]) => [name, column.hints()])),
      }),
    };
  }
}

/** The statistics of all columns, from all rows of a table: a server's hints ignore ranges. */
export function gatherStatistics(rows: readonly TypedRow[]): ReadonlyMap<string, ColumnStatistics> {
  const columns = new Map<string, ColumnStatistics>();
  for (const row of rows) for (const [name, value] of row) statisticsOf(columns, name).update(value);
  return columns;
}

function statisticsOf(columns: Map<string, ColumnStatistics>, name: string): ColumnStatistics {
  const known = columns.get(name);
  if (known !== undefined) return known;
  const created = new ColumnStatistics();
  columns.set(name, created);
  return created;
}
