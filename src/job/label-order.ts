import type { TypedRow } from '../datastore/typed-value.ts';
import { matrixNumbers, numberOf } from './confusion-matrix.ts';

const KEY = 'id';
/** Tolerates the rounding errors of a few divisions. */
const ROUNDING = 1e-9;

/**
 * The labels in the order of the matrix: the n-th belongs to row n. The client keys labels by their text, so their table is
 * sorted as text (`1`, `10`, `2`), while the matrix is in the order that the job named, or sorted by value. The matrix
 * reveals its order as far as labels differ in their scores: a label's support, recall and precision follow from its row,
 * column and diagonal. If the scores do not tell, numeric labels are sorted as numbers, others stay in table order.
 */
export function labelsInOrder(labels: readonly TypedRow[], matrix: readonly TypedRow[]): readonly TypedRow[] {
  const usual = usualOrder(labels);
  const numbers = matrixNumbers(matrix);
  if (numbers.length !== labels.length || numbers.some((row) => row.length !== labels.length)) return usual;
  for (const { ofPlaces, ofLabels } of readings(usual, numbers)) {
    const order = matched(usual, ofPlaces, ofLabels);
    if (order !== null) return order;
  }
  return usual;
}

function usualOrder(labels: readonly TypedRow[]): readonly TypedRow[] {
  const keyed = labels.map((row) => ({ row, text: String(row.get(KEY)?.value ?? '') }));
  if (!keyed.every(({ text }) => text.trim() !== '' && Number.isFinite(Number(text)))) return labels;
  return keyed.sort((a, b) => Number(a.text) - Number(b.text)).map(({ row }) => row);
}

/** Numbers that follow both from a label's scores and from its place in the matrix. */
type Signature = readonly number[];

/** Assigns to each place the first free label that fits it; null if a place has none. */
function matched(
  labels: readonly TypedRow[],
  ofPlaces: readonly Signature[],
  ofLabels: readonly Signature[],
): TypedRow[] | null {
  const free = labels.map((row, index) => ({ row, signature: ofLabels[index] ?? [] }));
  const order: TypedRow[] = [];
  for (const wanted of ofPlaces) {
    const at = free.findIndex(({ signature }) => isSame(signature, wanted));
    const [found] = at < 0 ? [] : free.splice(at, 1);
    if (found === undefined) return null;
    order.push(found.row);
  }
  return order;
}

function isSame(a: Signature, b: Signature): boolean {
  return a.every((value, index) => Math.abs(value - (b[index] ?? Number.NaN)) <= ROUNDING);
}

interface Reading {
  readonly ofPlaces: readonly Signature[];
  readonly ofLabels: readonly Signature[];
}

/** The ways to read a matrix: as counts or fractions of the total, as fractions of its rows, as fractions of its columns. */
function readings(labels: readonly TypedRow[], matrix: readonly (readonly number[])[]): readonly Reading[] {
  const rowSums = matrix.map(sum);
  const columnSums = matrix.map((_, column) => sum(matrix.map((row) => row[column] ?? 0)));
  const total = sum(rowSums);
  const score = (row: TypedRow, name: string) => numberOf(row.get(name));
  const support = sum(labels.map((row) => score(row, 'support')));
  const places = matrix.map((row, index) => ({
    hits: row[index] ?? 0,
    row: rowSums[index] ?? 0,
    column: columnSums[index] ?? 0,
  }));
  return [
    {
      ofPlaces: places.map(({ hits, row, column }) => [row / total, hits / total, column === 0 ? 0 : hits / column]),
      ofLabels: labels.map((row) => {
        const part = score(row, 'support') / support;
        return [part, part * score(row, 'recall'), score(row, 'precision')];
      }),
    },
    {
      ofPlaces: places.map(({ hits, row }) => [row, hits]),
      ofLabels: labels.map((row) => [Math.min(score(row, 'support'), 1), score(row, 'recall')]),
    },
    {
      ofPlaces: places.map(({ hits }) => [hits]),
      ofLabels: labels.map((row) => [score(row, 'precision')]),
    },
  ];
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, value) => total + value, 0);
}
