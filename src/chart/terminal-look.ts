import type { Paint } from '../render/color.ts';
import type { Widths } from '../render/width.ts';

/** What a chart on a terminal has to fit into. */
export interface TerminalLook {
  /** In cells. */
  readonly width: number;
  /** Lines of one chart with its title, axes and legend. */
  readonly height: number;
  /** No character beyond ASCII in what is drawn. */
  readonly ascii: boolean;
  /** Right for all names in the charts. */
  readonly widths: Widths;
  readonly heading: Paint;
  readonly dim: Paint;
  /** The colours of the series, by their number. */
  readonly series: (index: number) => Paint;
}

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** What tells a series apart without colours. */
export function seriesLetter(series: number): string {
  return LETTERS[series % LETTERS.length] ?? '?';
}
