import { visible } from '../render/control-characters.ts';
import { pad } from '../render/width.ts';
import type { BarChart } from './data.ts';
import { numberText } from './number-text.ts';
import { seriesLetter, type TerminalStyle } from './terminal-style.ts';

const EIGHTHS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];

/** Horizontal bars, a line per name and series: names are wide, and so are terminals. */
export function barLines(chart: BarChart, style: TerminalStyle): string[] {
  const { width, widths, heading, dim, ascii } = style;
  const names = chart.names.map((name) => widths.truncate(visible(name), Math.max(8, Math.floor(width / 3))));
  const side = names.reduce((most, name) => Math.max(most, widths.cells(name)), 0);
  const values = chart.series.flatMap((each) => each.values).filter(Number.isFinite);
  const top = values.reduce((most, value) => Math.max(most, value), 0);
  const numbers = values.reduce((most, value) => Math.max(most, numberText(value).length), 1);
  const hasLegend = chart.series.length > 1;
  const room = Math.max(4, width - side - numbers - (hasLegend ? 5 : 3));
  const lines = names.flatMap((name, index) =>
    chart.series.map(({ values: own }, series) => {
      const value = own[index] ?? 0;
      const label = series === 0 ? name : '';
      const mark = hasLegend ? `${seriesLetter(series)} ` : '';
      const bar = barText(top > 0 && Number.isFinite(value) ? Math.max(0, value) / top : 0, room, ascii);
      return `${pad(label, side, widths, 'left')} ${mark}${style.series(series)(bar)} ${numberText(value)}`;
    }),
  );
  const legend = chart.series.map(({ name }, index) => `${style.series(index)(seriesLetter(index))} ${visible(name)}`);
  return [
    heading(widths.truncate(visible(chart.title), width)),
    ...lines,
    ...(hasLegend ? legend.map((line) => widths.truncate(line, width)) : []),
    dim(widths.truncate(`${visible(chart.yLabel)} of each ${visible(chart.xLabel)}`, width)),
  ];
}

function barText(share: number, room: number, ascii: boolean): string {
  if (ascii) return '#'.repeat(Math.max(share > 0 ? 1 : 0, Math.round(share * room)));
  const eighths = Math.max(share > 0 ? 1 : 0, Math.round(share * room * 8));
  return '█'.repeat(Math.floor(eighths / 8)) + (EIGHTHS[eighths % 8] ?? '');
}
