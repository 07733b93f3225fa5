/** What distinguishes a series from others. */
export interface SeriesStyle {
  /** The colour on white; the six differ in lightness too, to be distinct without hue. `dark`: on near black. */
  readonly light: string;
  readonly dark: string;
  /** In a palette of 256, of medium lightness. */
  readonly ansi256: number;
  /** In a terminal's own palette of 16. */
  readonly ansi16: 'blue' | 'red' | 'green' | 'magenta' | 'cyan' | 'yellow';
  /** The lengths of dashes and gaps in pixels; '' for a solid line. */
  readonly dash: string;
}

const STYLES: readonly SeriesStyle[] = [
  { light: '#14378c', dark: '#8fb4ff', ansi256: 33, ansi16: 'blue', dash: '' },
  { light: '#c4321c', dark: '#ff7a63', ansi256: 167, ansi16: 'red', dash: '7 3' },
  { light: '#00856f', dark: '#2fd3b5', ansi256: 36, ansi16: 'green', dash: '2 3' },
  { light: '#6f1d7a', dark: '#e3a4ee', ansi256: 134, ansi16: 'magenta', dash: '9 3 2 3' },
  { light: '#b06a00', dark: '#f7c04a', ansi256: 172, ansi16: 'yellow', dash: '5 2' },
  { light: '#4c4c4c', dark: '#d4d4d4', ansi256: 244, ansi16: 'cyan', dash: '1 4' },
];

export const SERIES_STYLES = STYLES.length;

/** The style of a series by number; the seventh looks like the first. */
export function seriesStyle(index: number): SeriesStyle {
  return STYLES[index % STYLES.length] as SeriesStyle;
}
