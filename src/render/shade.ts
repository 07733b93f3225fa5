const SHADES = ['░', '▒', '▓', '█'] as const;

/** A character for a share between 0 and 1, denser for higher ones; a space for 0. */
export function shadeOf(share: number): string {
  return share > 0 ? (SHADES[Math.min(SHADES.length, Math.ceil(share * SHADES.length)) - 1] ?? ' ') : ' ';
}

/** What a shade or a colour means. */
export interface LegendEntry {
  readonly swatch: string;
  readonly text: string;
  /** The width of both in cells. */
  readonly cells: number;
}

/** The entries beside each other, in lines of at most this many cells. */
export function legendLines(entries: readonly LegendEntry[], width: number): string[] {
  const lines: string[] = [];
  let used = Number.POSITIVE_INFINITY;
  for (const { swatch, text, cells } of entries) {
    const fits = used + 2 + cells <= width;
    lines.push(fits ? `${lines.pop() ?? ''}  ${swatch}${text}` : swatch + text);
    used = fits ? used + 2 + cells : cells;
  }
  return lines;
}
