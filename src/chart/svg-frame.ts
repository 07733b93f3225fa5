import { sceneOf } from './build-scene.ts';
import type { Chart } from './data.ts';
import type { Scene } from './scene.ts';
import { LETTER_WIDTH, noteLines, shorten } from './svg-text.ts';

export interface SvgOptions {
  /** Size of the whole picture, in pixels. */
  readonly width?: number;
  readonly height?: number;
  /** Whether the picture contains its style, as a file must; a page has it once for all charts. */
  readonly standalone?: boolean;
}

/** The place of the chart itself in the picture. */
export interface Frame {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
  /** The notes below the legend, on lines that fit. */
  readonly notes: readonly string[];
}

export const WIDTH = 720;
/** The space on the right. */
const MARGIN = 16;
export const LEGEND_LINE = 18;
/** Below the axis' label. */
export const LEGEND_GAP = 14;
export const LEGEND_LINES = 20;

/** What is drawn, and where: the space for labels depends on how long they are. */
export function layOut(chart: Chart, options: SvgOptions): { readonly scene: Scene; readonly frame: Frame } {
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
  const left = Math.min(width / 2, side + 34);
  const notes = scene.notes.flatMap((note) => noteLines(note, width - left));
  const lines = legend + notes.length;
  const frame = {
    width,
    notes,
    height: height + (lines > 0 ? LEGEND_GAP + lines * LEGEND_LINE : 0),
    left,
    top: 34,
    right: width - (chart.kind === 'matrix' ? MARGIN : rightMargin(scene, width - left - MARGIN)),
    bottom: height - 44,
  };
  return { scene, frame };
}

/** Room for the right half of the last label of the x axis, which is centred on its tick. */
function rightMargin(scene: Scene, across: number): number {
  const last = scene.x.ticks.at(-1);
  if (last === undefined) return MARGIN;
  const beyond = (shorten(last.text).length * LETTER_WIDTH) / 2 - (1 - last.at) * across;
  return Math.max(MARGIN, beyond + 2);
}
