import type { Chart, XyChart } from './data.ts';
import { escapeMarkup, px } from './markup.ts';
import type { Cell, Mark, Scene } from './scene.ts';
import { type Frame, layOut, type SvgOptions, WIDTH } from './svg-frame.ts';
import { legendParts } from './svg-legend.ts';
import { CHART_STYLE, seriesClass } from './svg-style.ts';
import { fitted, LETTER_WIDTH, shorten, TITLE_LETTER_WIDTH } from './svg-text.ts';

/** A chart as an SVG document, or as an element of a page. */
export function chartSvg(chart: Chart, options: SvgOptions = {}): string {
  const { scene, frame } = layOut(chart, options);
  const isMatrix = chart.kind === 'matrix';
  const parts = [
    `<text class="t" x="${px(frame.left)}" y="20">${escapeMarkup(titleOf(scene, frame))}</text>`,
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
export function chartsSvg(charts: readonly Chart[]): string {
  const [only] = charts;
  if (charts.length === 1 && only) return chartSvg(only);
  let height = 0;
  const parts = charts.map((chart) => {
    const { frame } = layOut(chart, {});
    const part = chartSvg(chart, { standalone: false }).replace('<svg ', `<svg y="${px(height)}" `);
    height += frame.height;
    return part;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" class="chart" viewBox="0 0 ${WIDTH} ${px(height)}" width="${WIDTH}" height="${px(height)}">
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
    const y = up(frame, at);
    if (!isMatrix) parts.push(`<path class="g" d="M${px(left)} ${px(y)}H${px(right)}"/>`);
    parts.push(`<text class="y" x="${px(left - 6)}" y="${px(y + 4)}">${escapeMarkup(shorten(text))}</text>`);
  }
  for (const [index, { at }] of scene.x.ticks.entries()) {
    const x = across(frame, at);
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

function titleOf({ title }: Scene, { width, left }: Frame): string {
  return shorten(fitted(title, width - left, TITLE_LETTER_WIDTH), 90);
}
