import { encodeFloat } from '../../../src/datastore/scalars.ts';
import { storeEnv, swjob } from '../../support/cli.ts';
import { type StoreName, unpackStore } from '../../support/stores.ts';
import type { Cell, TableText } from '../../support/write-table.ts';
import { int, JOB, text } from '../written-store.ts';

/** A multi-classification in the store `real`. */
export const CLASSIFIED = 'qsrgiil7bkaevzdmgfaikqvhwdcm26girlt6qg2r';

/** Runs `info` on a store; on a terminal if it has columns. */
export async function info(store: StoreName, args: readonly string[], columns?: number) {
  const env = { ...storeEnv(await unpackStore(store)), NO_COLOR: '1' };
  return swjob(['info', ...args], { env, ...(columns !== undefined && { tty: { columns } }) });
}

/** The tables of a classification with this many numbered labels: label n is right 120 + n times, and wrong once. */
export function classified(size: number): Readonly<Record<string, TableText>> {
  const indexes = Array.from({ length: size }, (_, index) => index);
  const float = (value: number): Cell => [{ type: 'FLOAT64' }, encodeFloat('FLOAT64', value)];
  return {
    'eval/summary': {
      keyType: 'STRING',
      blocks: [[{ key: JOB, revision: 1n, cells: { kind: text('multi_classification') } }]],
    },
    labels: {
      keyType: 'STRING',
      blocks: [
        indexes.map((index) => {
          const recall = (120 + index) / (121 + index);
          const precision = (120 + index) / (121 + index);
          const cells = { precision: float(precision), recall: float(recall), support: int(121 + index) };
          return { key: String(index), revision: 1n, cells };
        }),
      ],
    },
    'confusion_matrix/binarylabel': {
      keyType: 'INT64',
      blocks: [
        indexes.map((row) => {
          const count = (column: number) => (column === row ? 120 + row : Number(column === (row + 1) % size));
          const cells = Object.fromEntries(indexes.map((column) => [String(column), int(count(column))]));
          return { key: row, revision: 1n, cells };
        }),
      ],
    },
  };
}
