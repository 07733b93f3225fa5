/** A point in the unit square, with its index in the series; null for a gap in a line. */
export type PathPoint = readonly [x: number, y: number, index: number] | null;

/**
 * Reduces a line to at most four points per run in each of this many columns: the first, lowest, highest and last, in
 * order, so no peak is lost. `x` and `y` are between 0 and 1; NaN in either is a gap.
 */
export function reducePath(x: Float64Array, y: Float64Array, columns: number): PathPoint[] {
  const path: PathPoint[] = [];
  let column = -1;
  let first = 0;
  let low = 0;
  let high = 0;
  let last = -1;
  const flush = () => {
    if (last < 0) return;
    const kept = [first, Math.min(low, high), Math.max(low, high), last];
    kept.forEach((index, position) => {
      if (position === 0 || index !== kept[position - 1]) path.push([x[index] as number, y[index] as number, index]);
    });
    last = -1;
  };
  for (let index = 0; index < x.length; index++) {
    const across = x[index] as number;
    const up = y[index] as number;
    if (Number.isNaN(across) || Number.isNaN(up)) {
      flush();
      column = -1;
      if (path.length > 0 && path.at(-1) !== null) path.push(null);
      continue;
    }
    const here = Math.min(columns - 1, Math.floor(across * columns));
    if (here !== column) {
      flush();
      column = here;
      first = low = high = index;
    } else {
      if (up < (y[low] as number)) low = index;
      if (up > (y[high] as number)) high = index;
    }
    last = index;
  }
  flush();
  if (path.at(-1) === null) path.pop();
  return path;
}

/** One point for each cell of a grid that has any: the first one, in the order of the points. */
export function reducePoints(x: Float64Array, y: Float64Array, columns: number, rows: number): PathPoint[] {
  const met = new Uint8Array(columns * rows);
  const points: PathPoint[] = [];
  for (let index = 0; index < x.length; index++) {
    const across = x[index] as number;
    const up = y[index] as number;
    if (!(across >= 0 && across <= 1 && up >= 0 && up <= 1)) continue;
    const cell =
      Math.min(rows - 1, Math.floor(up * rows)) * columns + Math.min(columns - 1, Math.floor(across * columns));
    if (met[cell] === 1) continue;
    met[cell] = 1;
    points.push([across, up, index]);
  }
  return points;
}

/** The mean of each value and those before it, `count` in all; gaps stay gaps and are not counted. */
export function movingMean(values: Float64Array, count: number): Float64Array {
  if (count <= 1) return values;
  const means = new Float64Array(values.length);
  const window: number[] = [];
  let next = 0;
  for (let index = 0; index < values.length; index++) {
    const value = values[index] as number;
    if (!Number.isFinite(value)) {
      means[index] = value;
      continue;
    }
    window[next++ % count] = value;
    // Summed each time: adding and subtracting would accumulate rounding errors.
    let sum = 0;
    for (const each of window) sum += each;
    means[index] = sum / window.length;
  }
  return means;
}
