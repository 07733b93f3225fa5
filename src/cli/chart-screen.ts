import type { Chart } from '../chart/data.ts';
import { seriesStyle } from '../chart/palette.ts';
import { chartLines } from '../chart/terminal.ts';
import type { TerminalStyle } from '../chart/terminal-style.ts';
import { inAscii } from '../render/ascii.ts';
import { type ColorFlag, colorLevel, type Paint, type Palette, palette as paletteOf } from '../render/color.ts';
import { visible } from '../render/control-characters.ts';
import { heatMap, matrixHeading } from '../render/heat-map.ts';
import { widthsFor } from '../render/width.ts';
import type { Context } from './context.ts';

export interface ChartScreen {
  readonly context: Context;
  readonly color: ColorFlag;
  readonly width: number;
  /** Height of the terminal in lines; undefined without a terminal. */
  readonly rows: number | undefined;
  readonly ascii: boolean;
  /** Whether the charts are redrawn in place: then they are as low as needed, as nobody can scroll back. */
  readonly isRedrawn?: boolean;
}

const MIN_HEIGHT = 12;
const MIN_REDRAWN_HEIGHT = 6;
const DEFAULT_HEIGHT = 20;
const MAX_HEIGHT = 40;

/** The lines of the charts, one chart below the other, as high as the terminal has room for. */
export async function chartScreen(charts: readonly Chart[], screen: ChartScreen): Promise<readonly string[]> {
  const { context, color, width, rows, ascii, isRedrawn = false } = screen;
  const palette = await paletteOf(colorLevel({ flag: color, env: context.env, isTTY: context.stdout.isTTY === true }));
  const widths = await widthsFor(charts.flatMap(namesOf).map(visible));
  const share = rows === undefined ? DEFAULT_HEIGHT : Math.floor((rows - 1) / Math.max(1, charts.length)) - 1;
  const height = Math.min(MAX_HEIGHT, Math.max(isRedrawn ? MIN_REDRAWN_HEIGHT : MIN_HEIGHT, share));
  const style: TerminalStyle = {
    width,
    height,
    ascii,
    widths,
    heading: palette.heading,
    dim: palette.dim,
    series: await seriesPaints(palette),
  };
  const lines: string[] = [];
  for (const chart of charts) {
    if (lines.length > 0) lines.push('');
    if (chart.kind === 'matrix') {
      const map = await heatMap({ labels: chart.labels, matrix: chart.values }, { width, palette });
      lines.push(...(await matrixHeading(chart.title, width, palette)), ...map.lines);
    } else lines.push(...chartLines(chart, style));
  }
  return ascii ? lines.map(inAscii) : lines;
}

function namesOf(chart: Chart): readonly string[] {
  if (chart.kind === 'matrix') return [chart.title, ...chart.labels];
  const names = [chart.title, chart.xLabel, chart.yLabel, ...chart.series.map(({ name }) => name)];
  return chart.kind === 'bar' ? [...names, ...chart.names] : names;
}

async function seriesPaints({ level }: Palette): Promise<(index: number) => Paint> {
  if (level === 0) return () => (text) => text;
  const { Chalk } = await import('chalk');
  const chalk = new Chalk({ level });
  return (index) => (level === 1 ? chalk[seriesStyle(index).ansi16] : chalk.ansi256(seriesStyle(index).ansi256));
}
