import type { MatrixChart } from './data.ts';
import type { Cell, Scene } from './scene.ts';

/** A confusion matrix: the diagonal and the other cells are shaded on separate scales. */
export function matrixScene({ title, labels, values }: MatrixChart): Scene {
  const size = values.reduce((most, row) => Math.max(most, row.length), Math.max(values.length, labels.length));
  const names = Array.from({ length: size }, (_, index) => labels[index] ?? String(index));
  const cells = names.flatMap((_, row) =>
    names.map((_name, column) => ({ row, column, value: values[row]?.[column] ?? 0 })),
  );
  const largest = (isDiagonal: boolean) =>
    cells.reduce((most, { row, column, value }) => ((row === column) === isDiagonal ? Math.max(most, value) : most), 0);
  const tops = [largest(false), largest(true)];
  const ticks = names.map((text, index) => ({ at: (index + 0.5) / size, text }));
  return {
    title,
    x: { label: 'predicted', ticks },
    y: { label: 'true', ticks: ticks.map(({ at, text }) => ({ at: 1 - at, text })) },
    marks: cells.map(({ row, column, value }): Cell => {
      const isDiagonal = row === column;
      const top = tops[isDiagonal ? 1 : 0] ?? 0;
      const [x0, x1] = [column / size, (column + 1) / size];
      const [y0, y1] = [1 - (row + 1) / size, 1 - row / size];
      const text = Number.isInteger(value) ? String(value) : value.toFixed(2);
      return {
        kind: 'cell',
        row,
        column,
        x0,
        x1,
        y0,
        y1,
        share: top > 0 ? Math.max(0, value) / top : 0,
        isDiagonal,
        text,
      };
    }),
    legend: [],
    notes: [],
  };
}
