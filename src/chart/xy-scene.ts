import { type Domain, extent, type Series, type XyChart } from './data.ts';
import { numberText } from './number-text.ts';
import { reducePath, reducePoints } from './reduce.ts';
import { type Scale, scaleFor } from './scale.ts';
import type { Mark, Resolution, Scene } from './scene.ts';

/** Lines or points on two numeric axes. */
export function xyScene(chart: XyChart, resolution: Resolution): Scene {
  const { title, series, logX = false, logY = false } = chart;
  const [xs, ys] = [series.map((each) => each.x), series.map((each) => each.y)];
  const x = axisScale(xs, chart.xDomain, logX, resolution.xTicks, false);
  const y = axisScale(ys, chart.yDomain, logY, resolution.yTicks, true);
  const marks: Mark[] = chart.diagonal
    ? [{ kind: 'rule', from: [x.place(0), y.place(0)], to: [x.place(1), y.place(1)] }]
    : [];
  const tally: Tally = { gaps: 0, clipped: 0, withoutLogarithm: 0, total: 0 };
  for (const [index, each] of series.entries()) {
    const places = placesOf(each, x, y, tally);
    const { columns, rows } = resolution;
    marks.push(
      chart.kind === 'line'
        ? { kind: 'line', series: index, points: reducePath(places.x, places.y, columns) }
        : { kind: 'points', series: index, points: reducePoints(places.x, places.y, columns, rows) },
    );
  }
  return {
    title,
    x: { label: chart.xLabel, ticks: x.ticks },
    y: { label: chart.yLabel, ticks: y.ticks },
    marks,
    legend: series.map((each) => ({
      name: each.name,
      value: each.value ?? (chart.kind === 'line' ? lastValue(each) : ''),
    })),
    notes: notesOf(tally),
  };
}

function axisScale(
  columns: readonly Float64Array[],
  fixed: Domain | undefined,
  log: boolean,
  parts: number,
  round: boolean,
): Scale {
  const isUsed = log ? (value: number) => Number.isFinite(value) && value > 0 : Number.isFinite;
  const found = extent(columns, isUsed);
  return scaleFor(fixed ?? found, { log, parts, round: round && fixed === undefined });
}

interface Tally {
  gaps: number;
  clipped: number;
  withoutLogarithm: number;
  total: number;
}

/** The points of a series in the unit square; infinite values are on the edge. */
function placesOf(series: Series, x: Scale, y: Scale, tally: Tally): Pick<Series, 'x' | 'y'> {
  const count = series.x.length;
  const places = { x: new Float64Array(count), y: new Float64Array(count) };
  tally.total += count;
  for (let index = 0; index < count; index++) {
    const across = series.x[index] as number;
    const up = series.y[index] as number;
    const [placeX, placeY] = [x.place(across), y.place(up)];
    places.x[index] = clipped(placeX);
    places.y[index] = clipped(placeY);
    if (Number.isNaN(across) || Number.isNaN(up)) tally.gaps++;
    else if (Number.isNaN(placeX) || Number.isNaN(placeY)) {
      places.y[index] = Number.NaN;
      tally.withoutLogarithm++;
    } else if (!Number.isFinite(across) || !Number.isFinite(up)) tally.clipped++;
  }
  return places;
}

function clipped(place: number): number {
  return place < 0 ? 0 : place > 1 ? 1 : place;
}

function notesOf({ gaps, clipped: infinite, withoutLogarithm, total }: Tally): string[] {
  const of = `of ${total.toLocaleString('en')} points`;
  const note = (count: number, what: string) =>
    count === 0 ? [] : [`${count.toLocaleString('en')} ${of} ${count === 1 ? 'is' : 'are'} ${what}`];
  return [
    ...note(gaps, 'NaN: a gap'),
    ...note(infinite, 'infinite: drawn at the edge'),
    ...note(withoutLogarithm, '0 or less: not on a logarithmic axis'),
  ];
}

function lastValue({ y }: Series): string {
  for (let index = y.length - 1; index >= 0; index--) {
    const value = y[index] as number;
    if (!Number.isNaN(value)) return numberText(value);
  }
  return '';
}
