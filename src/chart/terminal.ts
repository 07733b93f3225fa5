import { visible } from '../render/control-characters.ts';
import { pad } from '../render/width.ts';
import { sceneOf } from './build-scene.ts';
import type { Chart } from './data.ts';
import { DOTS_ACROSS, DOTS_UP, DotCanvas, type DrawnCell } from './dots.ts';
import type { PathPoint } from './reduce.ts';
import type { Scale, Tick } from './scale.ts';
import type { Bar, Mark, Scene } from './scene.ts';
import { shownLegend } from './shown-legend.ts';
import { barLines } from './terminal-bars.ts';
import { seriesLetter, type TerminalStyle } from './terminal-style.ts';

/** The distance, in characters, between the letters that identify a line without colours. */
const LETTER_STEP = 12;

/** The lines of a chart on a terminal. */
export function chartLines(chart: Exclude<Chart, { kind: 'matrix' }>, style: TerminalStyle): string[] {
  if (chart.kind === 'bar') return barLines(chart, style);
  const { ascii, heading, dim } = style;
  // Three lines for the title, the x axis and its ticks, and one legend line per series.
  const legend = Math.min(chart.series.length, maxLegendLines(style));
  const height = Math.max(4, style.height - 3 - legend);
  const yTicks = Math.max(2, Math.floor(height / 4));
  const measure = (width: number) => sceneAt(chart, width, height, yTicks);
  // The labels of the y axis do not depend on the width.
  const side = measure(40).y.ticks.reduce((most, { text }) => Math.max(most, text.length), 0);
  const width = Math.max(10, style.width - side - 2);
  const scene = measure(width);
  const canvas = new DotCanvas(width, height);
  drawMarks(scene, canvas);
  const labels = rowLabels(scene.y.ticks, height);
  const marks = ascii
    ? { tick: '+', bar: '|', corner: '+', across: '-', down: '+' }
    : { tick: '┤', bar: '│', corner: '└', across: '─', down: '┬' };
  const letterOf = ascii
    ? (series: number) => (series < 0 ? '.' : scene.legend.length > 1 ? seriesLetter(series) : '*')
    : null;
  const lines = Array.from({ length: height }, (_, row) => {
    const label = labels.get(row);
    const axis = label === undefined ? marks.bar : marks.tick;
    return `${dim(`${(label ?? '').padStart(side)} ${axis}`)}${painted(canvas.row(row, letterOf), style)}`.trimEnd();
  });
  const { axis, texts } = xAxis(scene.x.ticks, width, marks);
  return [
    heading(style.widths.truncate(visible(scene.title), style.width)),
    ...lines,
    dim(`${' '.repeat(side)} ${marks.corner}${axis}`),
    dim(`${' '.repeat(side + 2)}${texts}`.trimEnd()),
    ...legendLines(scene, style),
    ...scene.notes.map((note) => dim(style.widths.truncate(note, style.width))),
  ];
}

function sceneAt(chart: Exclude<Chart, { kind: 'matrix' }>, width: number, height: number, yTicks: number): Scene {
  return sceneOf(chart, {
    columns: width * DOTS_ACROSS,
    rows: height * DOTS_UP,
    xTicks: Math.max(2, Math.floor(width / 12)),
    yTicks,
  });
}

function drawMarks(scene: Scene, canvas: DotCanvas): void {
  for (const mark of scene.marks) drawMark(mark, canvas);
  if (scene.legend.length < 2) return;
  for (const mark of scene.marks) if (mark.kind === 'line') placeLetters(mark, canvas, scene.legend.length);
  for (const mark of scene.marks) {
    if (mark.kind === 'points')
      for (const point of mark.points)
        if (point) canvas.letter(point[0], point[1], seriesLetter(mark.series), mark.series);
  }
}

function drawMark(mark: Mark, canvas: DotCanvas): void {
  switch (mark.kind) {
    case 'rule':
      canvas.rule(mark.from, mark.to);
      return;
    case 'line': {
      let before: readonly [number, number, number] | null = null;
      for (const point of mark.points) {
        if (point !== null) canvas.line(before ?? point, point, mark.series);
        before = point;
      }
      return;
    }
    case 'points':
      for (const point of mark.points) if (point !== null) canvas.dot(point[0], point[1], mark.series);
      return;
    case 'bar':
      drawBar(mark, canvas);
      return;
    case 'cell':
      return;
  }
}

function drawBar({ x0, x1, base, top, series }: Bar, canvas: DotCanvas): void {
  if (top === base) return;
  const dots = canvas.width * DOTS_ACROSS;
  // Leaves a dot free between neighbours.
  const last = Math.max(Math.round(x0 * dots), Math.round(x1 * dots) - 2);
  for (let dot = Math.round(x0 * dots); dot <= last; dot++) {
    const x = Math.min(1, dot / (dots - 1));
    canvas.line([x, base], [x, top], series);
  }
}

/**
 * Puts letters along a line, also between its points, with a different start for each series. If another line has its
 * letter there, the next character is tried.
 */
function placeLetters(line: Extract<Mark, { kind: 'line' }>, canvas: DotCanvas, count: number): void {
  const letter = seriesLetter(line.series);
  const step = LETTER_STEP / canvas.width;
  let next = Math.floor((LETTER_STEP * line.series) / count) / canvas.width;
  let before: PathPoint = null;
  for (const point of line.points) {
    if (point === null) {
      before = null;
      continue;
    }
    const [fromX, fromY] = before ?? point;
    const [toX, toY] = point;
    next = Math.max(next, fromX);
    while (next <= toX) {
      const part = toX > fromX ? (next - fromX) / (toX - fromX) : 1;
      const isPlaced = canvas.letter(next, fromY + (toY - fromY) * part, letter, line.series);
      next += isPlaced ? step : 1 / canvas.width;
    }
    before = point;
  }
}

/** The text of a row's cells; adjacent cells of one colour are painted together. */
function painted(cells: readonly DrawnCell[], style: TerminalStyle): string {
  let line = '';
  let text = '';
  let series = -1;
  const flush = () => {
    if (text !== '') line += series < 0 ? style.dim(text) : style.series(series)(text);
    text = '';
  };
  for (const cell of cells) {
    const isBlank = cell.text === ' ';
    if (!isBlank && cell.series !== series) {
      flush();
      series = cell.series;
    }
    text += cell.text;
  }
  // Trailing spaces are dropped.
  text = text.trimEnd();
  flush();
  return line;
}

function rowLabels(ticks: readonly Tick[], height: number): Map<number, string> {
  const labels = new Map<number, string>();
  for (const { at, text } of ticks) {
    const row = Math.floor(((1 - at) * (height * DOTS_UP - 1)) / DOTS_UP + 1e-9);
    if (row >= 0 && row < height && !labels.has(row)) labels.set(row, text);
  }
  return labels;
}

interface AxisMarks {
  readonly across: string;
  readonly down: string;
}

/** The axis with its ticks, and the labels below, without those that would overlap the previous one. */
function xAxis(ticks: Scale['ticks'], width: number, { across, down }: AxisMarks): { axis: string; texts: string } {
  const axis = new Array<string>(width).fill(across);
  let texts = '';
  for (const { at, text } of ticks) {
    const column = Math.min(width - 1, Math.max(0, Math.floor((at * (width * DOTS_ACROSS - 1)) / DOTS_ACROSS)));
    const start = Math.max(0, Math.min(width - text.length, column - Math.floor(text.length / 2)));
    if (start < texts.length + (texts === '' ? 0 : 1)) continue;
    axis[column] = down;
    texts = texts.padEnd(start) + text;
  }
  return { axis: axis.join(''), texts };
}

function legendLines(scene: Scene, style: TerminalStyle): string[] {
  const { dim, widths, width } = style;
  const axes = [scene.x.label, scene.y.label].map(visible);
  if (scene.legend.length < 2) {
    const [entry] = scene.legend;
    const last = entry !== undefined && entry.value !== '' ? `, last ${entry.value}` : '';
    return [dim(widths.truncate(`${axes[1]} over ${axes[0]}${last}`, width))];
  }
  const { entries, rest } = shownLegend(scene.legend, maxLegendLines(style));
  const names = entries.map(({ name }) => widths.truncate(visible(name), Math.max(8, width - 16)));
  const widest = names.reduce((most, name) => Math.max(most, widths.cells(name)), 0);
  const lines = entries.map(({ value }, index) =>
    `${style.series(index)(seriesLetter(index))} ${pad(names[index] ?? '', widest, widths, 'left')}  ${value}`.trimEnd(),
  );
  return rest === '' ? lines : [...lines, dim(rest)];
}

/** Maximum of legend lines: most of the height is for the chart itself. */
function maxLegendLines({ height }: TerminalStyle): number {
  return Math.max(2, Math.floor((height - 3) / 2));
}
