import { sceneOf } from './build-scene.ts';
import type { Chart, XyChart } from './data.ts';
import { escapeMarkup, px } from './markup.ts';
import type { Cell, Mark, Scene } from './scene.ts';
import { shownLegend } from './shown-legend.ts';
import { CHART_STYLE, seriesClass } from './svg-style.ts';

export interface SvgOptions {
  /** Size of the whole picture, in pixels. */
  readonly width?: number;
  readonly height?: number;
  /** Whether the picture contains its style, as a file must; a page has it once for all charts. */
  readonly standalone?: boolean;
}

/** The place of the chart itself in the picture. */
interface Frame {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

const WIDTH = 720;
const LETTER_WIDTH = 6.8;
const LEGEND_LINE = 18;
/** Below the axis' label. */
const LEGEND_GAP = 14;
const LEGEND_LINES = 20;
const MAX_NAME_LENGTH = 48;

/** A chart as an SVG document, or as an element of a page. */
export function chartSvg(chart: Chart, options: SvgOptions = {}): string {
  const { scene, frame } = layOut(chart, options);
  const isMatrix = chart.kind === 'matrix';
  const parts = [
    `<text class="t" x="${px(frame.left)}" y="20">${escapeMarkup(shorten(scene.title, 90))}</text>`,
    axes(scene, frame, isMatrix),
    ...scene.marks.map((mark) => drawMark(mark, scene, frame)),
    ...legendParts(scene, frame),
  ];
  const label = escapeMarkup(`${scene.title}: ${scene.y.label} over ${scene.x.label}`);
  const size = `viewBox="0 0 ${px(frame.width)} ${px(frame.height)}" width="${px(frame.width)}" height="${px(frame.height)}"`;
  const standalone = options.standalone ?? true;
  const own = standalone ? `<style>${CHART_STYLE}</style>\n<rect class="b" width="100%" height="100%"/>\n` : '';
  return `<svg${standalone ? ' xmlns="http://www.w3.org/2000/svg"' : ''} class="chart" ${size} role="img" aria-label="${label}">
<title>${label}</title>
${own}${parts.filter((part) => part !== '').join('\n')}
</svg>
`;
}

/** Charts below each other in one SVG document. */
export function chartsSvg(charts: readonly Chart[], options: SvgOptions = {}): string {
  const [only] = charts;
  if (charts.length === 1 && only) return chartSvg(only, options);
  let height = 0;
  const parts = charts.map((chart) => {
    const { frame } = layOut(chart, options);
    const part = chartSvg(chart, { ...options, standalone: false }).replace('<svg ', `<svg y="${px(height)}" `);
    height += frame.height;
    return part;
  });
  const width = options.width ?? WIDTH;
  return `<svg xmlns="http://www.w3.org/2000/svg" class="chart" viewBox="0 0 ${px(width)} ${px(height)}" width="${px(width)}" height="${px(height)}">
<style>${CHART_STYLE}</style>
<rect class="b" width="100%" height="100%"/>
${parts.join('')}</svg>
`;
}

/** A drawn point of a line or a scatter chart, in pixels, with its values as text. */
export type DrawnPoint = readonly [x: number, y: number, text: string];

/** The points that `chartSvg` draws with the same options. */
export function drawnPoints(chart: XyChart, options: SvgOptions = {}): DrawnPoint[] {
  const { scene, frame } = layOut(chart, options);
  return scene.marks.flatMap((mark) => {
    if (mark.kind !== 'line' && mark.kind !== 'points') return [];
    const { name, x, y } = chart.series[mark.series] as XyChart['series'][number];
    return mark.points.flatMap((point): DrawnPoint[] => {
      if (point === null) return [];
      const text = `${name}\n${chart.xLabel} ${x[point[2]]}\n${chart.yLabel} ${y[point[2]]}`;
      return [[Math.round(across(frame, point[0])), Math.round(up(frame, point[1])), text]];
    });
  });
}

function layOut(chart: Chart, options: SvgOptions): { readonly scene: Scene; readonly frame: Frame } {
  const { width = WIDTH } = options;
  const { height = chart.kind === 'matrix' ? Math.min(width, 120 + 44 * chart.labels.length) : 400 } = options;
  const columns = Math.max(50, Math.round(width - 80));
  const scene = sceneOf(chart, {
    columns,
    rows: Math.max(50, Math.round(height - 80)),
    xTicks: Math.max(2, Math.floor(columns / 80)),
    yTicks: Math.max(2, Math.floor(height / 60)),
  });
  const side = scene.y.ticks.reduce((most, { text }) => Math.max(most, shorten(text).length), 1) * LETTER_WIDTH;
  const legend = scene.legend.length > 1 ? Math.min(scene.legend.length, LEGEND_LINES) : 0;
  const lines = legend + scene.notes.length;
  const frame = {
    width,
    height: height + (lines > 0 ? LEGEND_GAP + lines * LEGEND_LINE : 0),
    left: Math.min(width / 2, side + 34),
    top: 34,
    right: width - 16,
    bottom: height - 44,
  };
  return { scene, frame };
}

function across({ left, right }: Frame, at: number): number {
  return left + at * (right - left);
}

function up({ top, bottom }: Frame, at: number): number {
  return bottom - at * (bottom - top);
}

function axes(scene: Scene, frame: Frame, isMatrix: boolean): string {
  const { left, right, top, bottom } = frame;
  const parts: string[] = [];
  const xTexts = scene.x.ticks.map(({ text }) =>
    shorten(text, Math.max(3, Math.floor((right - left) / Math.max(1, scene.x.ticks.length) / LETTER_WIDTH))),
  );
  for (const { at, text } of scene.y.ticks) {
    const y = bottom - at * (bottom - top);
    if (!isMatrix) parts.push(`<path class="g" d="M${px(left)} ${px(y)}H${px(right)}"/>`);
    parts.push(`<text class="y" x="${px(left - 6)}" y="${px(y + 4)}">${escapeMarkup(shorten(text))}</text>`);
  }
  for (const [index, { at }] of scene.x.ticks.entries()) {
    const x = left + at * (right - left);
    if (!isMatrix) parts.push(`<path class="a" d="M${px(x)} ${px(bottom)}v4"/>`);
    parts.push(`<text class="x" x="${px(x)}" y="${px(bottom + 17)}">${escapeMarkup(xTexts[index] ?? '')}</text>`);
  }
  parts.push(`<path class="a" d="M${px(left)} ${px(top)}V${px(bottom)}H${px(right)}"/>`);
  parts.push(
    `<text class="x l" x="${px((left + right) / 2)}" y="${px(bottom + 36)}">${escapeMarkup(shorten(scene.x.label))}</text>`,
  );
  const middle = (top + bottom) / 2;
  parts.push(
    `<text class="x l" transform="translate(12 ${px(middle)}) rotate(-90)">${escapeMarkup(shorten(scene.y.label))}</text>`,
  );
  return parts.join('\n');
}

function drawMark(mark: Mark, scene: Scene, frame: Frame): string {
  const x = (at: number) => px(across(frame, at));
  const y = (at: number) => px(up(frame, at));
  switch (mark.kind) {
    case 'rule':
      return `<path class="r" d="M${x(mark.from[0])} ${y(mark.from[1])}L${x(mark.to[0])} ${y(mark.to[1])}"/>`;
    case 'line': {
      let path = '';
      let isFirst = true;
      for (const [index, point] of mark.points.entries()) {
        if (point === null) isFirst = true;
        else {
          // A point between two gaps is drawn as a dot: a line of zero length with round ends.
          const isAlone = isFirst && (mark.points[index + 1] ?? null) === null;
          path += `${isFirst ? 'M' : 'L'}${x(point[0])} ${y(point[1])}${isAlone ? 'h0' : ''}`;
          isFirst = false;
        }
      }
      return `<path class="s ${seriesClass(mark.series)}" d="${path}"/>`;
    }
    case 'points':
      return `<g class="p ${seriesClass(mark.series)}">${mark.points.map((point) => (point ? `<circle cx="${x(point[0])}" cy="${y(point[1])}" r="2.5"/>` : '')).join('')}</g>`;
    case 'bar': {
      const [low, high] = [Math.min(mark.base, mark.top), Math.max(mark.base, mark.top)];
      const width = px(Math.max(0.5, (mark.x1 - mark.x0) * (frame.right - frame.left) - 1));
      const tall = px((high - low) * (frame.bottom - frame.top));
      return `<rect class="f ${seriesClass(mark.series)}" x="${x(mark.x0)}" y="${y(high)}" width="${width}" height="${tall}"><title>${escapeMarkup(mark.text)}</title></rect>`;
    }
    case 'cell':
      return drawCell(mark, scene, frame);
  }
}

function drawCell(cell: Cell, scene: Scene, frame: Frame): string {
  const left = frame.left + cell.x0 * (frame.right - frame.left);
  const top = frame.bottom - cell.y1 * (frame.bottom - frame.top);
  const width = (cell.x1 - cell.x0) * (frame.right - frame.left);
  const height = (cell.y1 - cell.y0) * (frame.bottom - frame.top);
  const names = `${scene.y.ticks[cell.row]?.text ?? ''} taken for ${scene.x.ticks[cell.column]?.text ?? ''}: ${cell.text}`;
  const kind = cell.isDiagonal ? 'd' : 'e';
  const ink = cell.share > 0.55 && !cell.isDiagonal ? 'n' : 'm';
  const fits = cell.text.length * LETTER_WIDTH < width && height > 12;
  const opacity = cell.share === 0 ? '0' : (0.08 + 0.92 * cell.share * (cell.isDiagonal ? 0.35 : 1)).toFixed(2);
  const text = fits
    ? `<text class="x ${ink}" x="${px(left + width / 2)}" y="${px(top + height / 2 + 4)}">${escapeMarkup(cell.text)}</text>`
    : '';
  return `<g class="c" data-row="${cell.row}" data-column="${cell.column}"><title>${escapeMarkup(names)}</title><rect class="h" x="${px(left)}" y="${px(top)}" width="${px(width)}" height="${px(height)}"/><rect class="${kind}" fill-opacity="${opacity}" x="${px(left + 0.5)}" y="${px(top + 0.5)}" width="${px(Math.max(0, width - 1))}" height="${px(Math.max(0, height - 1))}"/>${text}</g>`;
}

function legendParts(scene: Scene, frame: Frame): string[] {
  const parts: string[] = [];
  let y = frame.bottom + 44 + LEGEND_GAP;
  if (scene.legend.length > 1) {
    const { entries, rest } = shownLegend(scene.legend, LEGEND_LINES);
    for (const [series, { name, value }] of entries.entries()) {
      const last = value === '' ? '' : `<tspan class="l" dx="8">${escapeMarkup(value)}</tspan>`;
      parts.push(
        `${legendMark(scene, series, frame.left, y)}<text class="k" x="${px(frame.left + 36)}" y="${px(y + 4)}">${escapeMarkup(shorten(name, 70))}${last}</text>`,
      );
      y += LEGEND_LINE;
    }
    if (rest !== '') {
      parts.push(`<text class="k" x="${px(frame.left)}" y="${px(y + 4)}">${rest}</text>`);
      y += LEGEND_LINE;
    }
  }
  for (const note of scene.notes) {
    parts.push(`<text class="k" x="${px(frame.left)}" y="${px(y + 4)}">${escapeMarkup(note)}</text>`);
    y += LEGEND_LINE;
  }
  return parts;
}

/** The mark beside the name of a series: a line, a dot or a bar. */
function legendMark(scene: Scene, series: number, left: number, y: number): string {
  const kind = scene.marks.find((mark) => 'series' in mark && mark.series === series)?.kind;
  const own = seriesClass(series);
  if (kind === 'points') return `<g class="p ${own}"><circle cx="${px(left + 14)}" cy="${px(y)}" r="3.5"/></g>`;
  if (kind === 'bar') return `<rect class="f ${own}" x="${px(left + 8)}" y="${px(y - 6)}" width="12" height="12"/>`;
  return `<path class="s ${own}" d="M${px(left)} ${px(y)}h28"/>`;
}

function shorten(text: string, length = MAX_NAME_LENGTH): string {
  const letters = Array.from(text.length > length * 4 ? text.slice(0, length * 4) : text);
  return letters.length <= length ? text : `${letters.slice(0, Math.max(1, length - 1)).join('')}…`;
}
