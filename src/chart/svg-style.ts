import { SERIES_STYLES, seriesStyle } from './palette.ts';

/** The class of a series in CHART_STYLE. */
export function seriesClass(series: number): string {
  return `s${series % SERIES_STYLES}`;
}

const SERIES = Array.from({ length: SERIES_STYLES }, (_, index) => ({ index, ...seriesStyle(index) }));
const variables = (side: 'light' | 'dark') => SERIES.map((style) => `--s${style.index}:${style[side]}`).join(';');

/** The style of all charts, for light and dark themes and for print. */
export const CHART_STYLE = [
  `.chart{color-scheme:light dark;--ink:#1b1f24;--soft:#57606a;--line:#d8dee4;--paper:#fff;--wrong:#c4321c;--right:#14378c;${variables('light')};font:12px ui-sans-serif,system-ui,sans-serif}`,
  `@media(prefers-color-scheme:dark){.chart{--ink:#e6edf3;--soft:#9da7b1;--line:#333b44;--paper:#0d1117;--wrong:#ff7a63;--right:#8fb4ff;${variables('dark')}}}`,
  `@media print{.chart{--ink:#000;--soft:#333;--line:#ccc;--paper:#fff;--wrong:#c4321c;--right:#14378c;${variables('light')}}}`,
  '.chart text,.chart tspan{fill:var(--ink)}.chart .t{font-weight:600;font-size:14px}.chart .x{text-anchor:middle}.chart .y{text-anchor:end}.chart .y,.chart .x,.chart .k{font-variant-numeric:tabular-nums}.chart text.l,.chart tspan.l{fill:var(--soft)}',
  '.chart .b{fill:var(--paper)}.chart .g{stroke:var(--line);fill:none}.chart .a{stroke:var(--soft);fill:none}.chart .r{stroke:var(--soft);stroke-dasharray:2 4;fill:none}',
  '.chart .s{fill:none;stroke-width:1.8;stroke-linejoin:round;stroke-linecap:round}.chart .d{fill:var(--right)}.chart .e{fill:var(--wrong)}.chart .h{fill:none;stroke:var(--line)}.chart text.n{fill:var(--paper)}',
  ...SERIES.map(
    ({ index, dash }) =>
      `.chart .s.s${index}{stroke:var(--s${index})${dash === '' ? '' : `;stroke-dasharray:${dash}`}}.chart .f.s${index},.chart .p.s${index}{fill:var(--s${index})}`,
  ),
].join('');
