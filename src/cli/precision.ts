import type { TypedRow, TypedValue } from '../datastore/typed-value.ts';
import type { RowSource } from './row-source.ts';
import type { Run } from './run.ts';

/** Rounds the rows to `--precision` decimals if they are printed as a table; the key keeps every digit. */
export function withPrecision({ output }: Run, source: RowSource): RowSource {
  const { precision, format } = output;
  if (precision === undefined || (format !== 'table' && format !== 'md')) return source;
  // Batches are printed without rounding.
  const { read: _, ...rest } = source;
  return {
    ...rest,
    batches: async function* () {
      for await (const batch of source.batches()) {
        yield batch.map((row) => roundedRow(row, precision, source.idColumn));
      }
    },
  };
}

export function roundedRow(row: TypedRow, decimals: number, key?: string): TypedRow {
  return new Map(Array.from(row, ([name, value]) => [name, name === key ? value : rounded(value, decimals)]));
}

function rounded(value: TypedValue, decimals: number): TypedValue {
  switch (value.type) {
    case 'FLOAT16':
    case 'FLOAT32':
    case 'FLOAT64':
      // From 1e21 on, toFixed writes an exponent, and there are no decimals to round.
      return Math.abs(value.value) < 1e21 ? { ...value, value: Number(value.value.toFixed(decimals)) } : value;
    case 'LIST':
    case 'TUPLE':
      return { ...value, value: value.value.map((item) => rounded(item, decimals)) };
    case 'MAP':
      return { ...value, value: value.value.map((entry) => ({ ...entry, value: rounded(entry.value, decimals) })) };
    default:
      return value;
  }
}
