import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { palette } from '../../src/render/color.ts';
import { heatMapLines } from '../../src/render/heat-map.ts';

const SMALL = {
  labels: ['cat', 'dog', '鳥'],
  matrix: [
    [50, 2, 0],
    [7, 41, 2],
    [0, 0, 0],
  ],
};
const TEN = {
  labels: Array.from({ length: 10 }, (_, index) => `label ${index}`),
  matrix: Array.from({ length: 10 }, (_, row) =>
    Array.from({ length: 10 }, (_, column) => (row === column ? 100 : row * column)),
  ),
};

describe('heatMapLines', () => {
  it('shows every number and marks the largest of each row', async () => {
    expect((await heatMapLines(SMALL, { width: 60 })).join('\n')).toMatchSnapshot();
  });

  it.each([60, 100, 200])('folds what does not fit %i columns and says so', async (width) => {
    const lines = await heatMapLines(TEN, { width });
    expect(lines.join('\n')).toMatchSnapshot();
    for (const line of lines) expect(stringWidth(line)).toBeLessThanOrEqual(width);
  });

  it('says when it leaves labels out', async () => {
    const lines = await heatMapLines(TEN, { width: 100, maxLabels: 3 });
    expect(lines).toHaveLength(1 + 3 + 2);
    expect(lines.at(-1)).toBe('3 of 10 labels shown');
  });

  it('colours backgrounds without moving anything', async () => {
    const strip = (line: string): string => line.replace(/\u001b\[[\d;]*m/g, '');
    const coloured = await heatMapLines(SMALL, { palette: await palette(3) });
    expect(coloured.map((line) => strip(line).trimEnd())).toEqual(await heatMapLines(SMALL));
    expect(coloured.join('')).toContain('\u001b[48;2;95;215;255m');
  });

  it('survives missing labels, ragged rows and odd numbers', async () => {
    const lines = await heatMapLines({ labels: ['\u001b[2J'], matrix: [[Number.NaN, 0.123456], [], [-1]] });
    expect(lines.join('\n')).toMatchSnapshot();
    expect(await heatMapLines({ labels: [], matrix: [] })).toEqual([]);
  });
});
