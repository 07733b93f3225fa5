import { escapeMarkup, px } from './markup.ts';
import type { Scene } from './scene.ts';
import { shownLegend } from './shown-legend.ts';
import { type Frame, LEGEND_GAP, LEGEND_LINE, LEGEND_LINES } from './svg-frame.ts';
import { seriesClass } from './svg-style.ts';
import { fitted, LETTER_WIDTH, shorten } from './svg-text.ts';

/** The legend and the notes below a chart. */
export function legendParts(scene: Scene, frame: Frame): string[] {
  const parts: string[] = [];
  let y = frame.bottom + 44 + LEGEND_GAP;
  if (scene.legend.length > 1) {
    const { entries, rest } = shownLegend(scene.legend, LEGEND_LINES);
    for (const [series, { name, value }] of entries.entries()) {
      const last = value === '' ? '' : `<tspan class="l" dx="8">${escapeMarkup(value)}</tspan>`;
      parts.push(
        `${legendMark(scene, series, frame.left, y)}<text class="k" x="${px(frame.left + 36)}" y="${px(y + 4)}">${escapeMarkup(legendName(name, value, frame))}${last}</text>`,
      );
      y += LEGEND_LINE;
    }
    if (rest !== '') {
      parts.push(`<text class="k" x="${px(frame.left)}" y="${px(y + 4)}">${rest}</text>`);
      y += LEGEND_LINE;
    }
  }
  for (const note of frame.notes) {
    parts.push(`<text class="k" x="${px(frame.left)}" y="${px(y + 4)}">${escapeMarkup(note)}</text>`);
    y += LEGEND_LINE;
  }
  return parts;
}

function legendName(name: string, value: string, { width, left }: Frame): string {
  const room = width - left - 36 - (value === '' ? 0 : value.length * LETTER_WIDTH + 8);
  return shorten(fitted(name, room), 70);
}

/** The mark beside the name of a series: a line, a dot or a bar. */
function legendMark(scene: Scene, series: number, left: number, y: number): string {
  const kind = scene.marks.find((mark) => 'series' in mark && mark.series === series)?.kind;
  const own = seriesClass(series);
  if (kind === 'points') return `<g class="p ${own}"><circle cx="${px(left + 14)}" cy="${px(y)}" r="3.5"/></g>`;
  if (kind === 'bar') return `<rect class="f ${own}" x="${px(left + 8)}" y="${px(y - 6)}" width="12" height="12"/>`;
  return `<path class="s ${own}" d="M${px(left)} ${px(y)}h28"/>`;
}
