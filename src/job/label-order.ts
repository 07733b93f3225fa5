import type { TypedRow } from '../datastore/typed-value.ts';
import { matrixNumbers, numberOf } from './confusion-matrix.ts';

const KEY = 'id';
/** Shares and scores are doubles that went through a few divisions. */
const ROUNDING = 1e-9;

/**
 * The labels in the order of the matrix: the n-th belongs to row n. The client keys labels by their text, so that their
 * table has them sorted as text (`1`, `10`, `2`), while the matrix has them in the order that the job named, or by value.
 * The matrix itself reveals that order, as far as labels differ in their scores: a label's support, recall and precision
 * follow from its row, its column and its diagonal. If the scores say nothing, numbers are in the order of numbers,
 * and other labels in that of their table.
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

/** What a label's scores and its place in the matrix have in common. */
type Signature = readonly number[];

/** Each place with the first label that fits it and is not taken; null where one has none. */
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

/** The ways to read a matrix: as counts or shares of the whole, as shares of its rows, as shares of its columns. */
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
