import { describe, expect, it } from 'vitest';
import type { Chart } from '../../src/chart/data.ts';
import { chartLines } from '../../src/chart/terminal.ts';
import { loadWidths } from '../../src/render/width.ts';
import { ALL, BARS, LINES } from './charts.ts';

const widths = await loadWidths();
const plain = (text: string) => text;

function screen(chart: Chart, width: number, height: number, ascii = false): string[] {
  if (chart.kind === 'matrix') throw new Error('a matrix is drawn by the heat map');
  return chartLines(chart, { width, height, ascii, widths, heading: plain, dim: plain, series: () => plain });
}

const DRAWN = ALL.filter(([, chart]) => chart.kind !== 'matrix');
const SIZES = [
  [60, 20],
  [100, 30],
  [200, 50],
] as const;

describe('charts on a terminal', () => {
  describe.each(SIZES)('of %i cells and %i lines', (width, height) => {
    it.each(DRAWN)('%s fits', (_name, chart) => {
      const lines = screen(chart, width, height);
      expect(lines.length).toBeLessThanOrEqual(height + 2);
      for (const line of lines) expect(widths.cells(line)).toBeLessThanOrEqual(width);
    });

    it.each(DRAWN)('%s looks as it did', async (name, chart) => {
      await expect(`${screen(chart, width, height).join('\n')}\n`).toMatchFileSnapshot(`golden/${name}-${width}.txt`);
    });
  });

  it.each(DRAWN)('%s in ASCII adds only ASCII characters', (_name, chart) => {
    const text = screen(chart, 60, 20, true).join('\n').replaceAll('フロッグ', '');
    expect(text).toMatch(/^[\n -~]*$/);
  });

  it('marks lines with letters, to distinguish them without colours', () => {
    const text = screen(LINES, 100, 30).join('\n');
    expect(text.match(/A/g)?.length).toBeGreaterThan(4);
    expect(text.match(/B/g)?.length).toBeGreaterThan(4);
    expect(text).toContain('B hqspnlzkoixs  0.4216');
  });

  it('shows names that would drive the terminal', () => {
    expect(screen({ ...BARS, title: 'a\u001b[31mb' }, 60, 20)[0]).toBe('a\\x1b[31mb');
  });

  it('is as narrow as possible on a terminal of 1 cell, without a crash', () => {
    for (const [, chart] of DRAWN) expect(screen(chart, 1, 1).length).toBeGreaterThan(0);
  });
});
