import type { Paint } from '../render/color.ts';
import type { Widths } from '../render/width.ts';

/** How to draw a chart on a terminal. */
export interface TerminalStyle {
  /** In cells. */
  readonly width: number;
  /** Lines of one chart with its title, axes and legend. */
  readonly height: number;
  /** Whether to draw with ASCII characters only. */
  readonly ascii: boolean;
  /** Widths that are right for all names in the charts. */
  readonly widths: Widths;
  readonly heading: Paint;
  readonly dim: Paint;
  /** The colour of a series by number. */
  readonly series: (index: number) => Paint;
}

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** The letter that identifies a series without colours. */
export function seriesLetter(series: number): string {
  return LETTERS[series % LETTERS.length] ?? '?';
}
