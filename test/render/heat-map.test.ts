import * as fc from 'fast-check';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { palette } from '../../src/render/color.ts';
import { type ConfusionMatrix, heatMap, matrixHeading } from '../../src/render/heat-map.ts';
import { anyText } from './values.ts';

const SMALL = {
  labels: ['cat', 'dog', '鳥'],
  matrix: [
    [50, 2, 0],
    [7, 41, 2],
    [0, 0, 0],
  ],
};

/** Every label is right in four of five cases, otherwise mistaken for one of the next two. */
function matrixOf(size: number, label: (index: number) => string): ConfusionMatrix {
  const cell = (row: number, column: number) => [0.8, 0.15, 0.05][(column - row + size) % size] ?? 0;
  const indexes = Array.from({ length: size }, (_, index) => index);
  return { labels: indexes.map(label), matrix: indexes.map((row) => indexes.map((column) => cell(row, column))) };
}

const strip = (line: string): string => line.replace(/\u001b\[[\d;]*m/g, '').trimEnd();

describe('a heat map', () => {
  it('shows every number, and shades mistakes on their own scale', async () => {
    const { lines, cut, dense } = await heatMap(SMALL, { width: 60 });
    expect(lines).toEqual([
      '    cat  dog  鳥',
      'cat 50    2▒   0',
      'dog  7█  41    2▒',
      '鳥   0    0    0',
      '░░ to 1  ▒▒ to 3  ▓▓ to 5  ██ to 7',
    ]);
    expect({ cut, dense }).toEqual({ cut: false, dense: false });
  });

  it('marks only rows whose largest cell is off the diagonal', async () => {
    const matrix = [
      [5, 5, 0],
      [4, 3, 0],
      [0, 1, 2],
    ];
    const { lines } = await heatMap({ labels: ['a', 'b', 'c'], matrix }, { width: 60 });
    expect(lines).toEqual([
      '  a   b   c',
      'a 5   5█  0',
      'b 4█* 3   0',
      'c 0   1░  2',
      '░░ to 1  ▒▒ to 2  ▓▓ to 3  ██ to 5',
      '* more often taken for this than for its own label',
    ]);
  });

  it('has a legend that matches the shade of every cell', async () => {
    const number = fc.oneof(fc.nat(40), fc.double({ min: 0, max: 0.3, noNaN: true }));
    const square = fc
      .integer({ min: 2, max: 5 })
      .chain((size) =>
        fc.array(fc.array(number, { minLength: size, maxLength: size }), { minLength: size, maxLength: size }),
      );
    await fc.assert(
      fc.asyncProperty(square, async (matrix) => {
        const { lines } = await heatMap({ labels: [], matrix }, { width: 200 });
        const legend = lines.find((line) => /^[░▒▓█]{2} to /.test(line)) ?? '';
        const bounds = Array.from(legend.matchAll(/([░▒▓█])\1 to (\S+)/g), ([, shade, bound]) => ({
          shade,
          bound: Number(bound),
        }));
        for (const [, value, shade] of lines
          .slice(1, matrix.length + 1)
          .join('\n')
          .matchAll(/(\d\S*?)([░▒▓█])/g)) {
          expect(bounds.find(({ bound }) => Number(value) <= bound)?.shade, legend).toBe(shade);
        }
      }),
      { numRuns: 100 },
    );
  });

  it.each([60, 100, 200])('folds what does not fit %i columns, and says so', async (width) => {
    const { lines, dense } = await heatMap(
      matrixOf(12, (index) => `label ${index}`),
      { width },
    );
    expect(lines.join('\n')).toMatchSnapshot();
    expect(dense).toBe(false);
  });

  it.each([60, 100])('shows only shades on %i columns if its numbers would need many pieces', async (width) => {
    const { lines, dense } = await heatMap(
      matrixOf(40, (index) => `class_${index}`),
      { width },
    );
    expect(lines.join('\n')).toMatchSnapshot();
    expect(dense).toBe(true);
  });

  it('rounds all fractions the same, except without truncation', async () => {
    const matrix = {
      labels: ['a', 'b'],
      matrix: [
        [0.2, 0.0123456],
        [0.00001, 0],
      ],
    };
    expect((await heatMap(matrix, { width: 80 })).lines.slice(1, 3)).toEqual(['a 0.200   0.012█', 'b 0.000░*     0']);
    expect((await heatMap(matrix)).lines.slice(1, 3)).toEqual(['a       0.2   0.0123456█', 'b   0.00001░*         0']);
  });

  it('keeps all rows if it leaves columns out, and says how many', async () => {
    const { lines } = await heatMap(matrixOf(10, String), { width: 100, maxColumns: 3 });
    expect(lines.slice(0, 11).map((line) => line.split(/ +/)[0])).toEqual([
      '',
      ...Array.from({ length: 10 }, (_, i) => String(i)),
    ]);
    expect(lines.at(-1)).toBe('3 of 10 columns shown');
  });

  it('reports cut labels, and keeps headers distinct', async () => {
    const labels = ['one name that is long: first', 'one name that is long: second'];
    const narrow = await heatMap(
      {
        labels,
        matrix: [
          [1, 0],
          [0, 1],
        ],
      },
      { width: 60 },
    );
    expect(narrow.cut).toBe(true);
    expect(
      (
        await heatMap({
          labels,
          matrix: [
            [1, 0],
            [0, 1],
          ],
        })
      ).cut,
    ).toBe(false);
    const alike = await heatMap(
      {
        labels: ['a long name: first', 'a long name: second'],
        matrix: [
          [1, 0],
          [0, 1],
        ],
      },
      { width: 60 },
    );
    expect(alike.lines[0]).toBe('                    a long name: fi… a long name: se…');
  });

  it.each([2, 3] as const)('colours backgrounds instead of shades, level %i', async (level) => {
    const coloured = await heatMap(SMALL, { palette: await palette(level), width: 60 });
    const plain = await heatMap(SMALL, { width: 60 });
    const unshaded = plain.lines.slice(0, 4).map((line) => line.replace(/(\d)[░▒▓█]/g, '$1'));
    expect(coloured.lines.slice(0, 4).map((line) => strip(line).replace(/ +/g, ' '))).toEqual(
      unshaded.map((line) => line.replace(/ +/g, ' ').trimEnd()),
    );
    expect(coloured.lines[2]).toContain('\u001b[48;5;208m');
    expect(coloured.lines[1]).toMatch(/\u001b\[38;5;243m50\u001b\[39m/);
    expect(coloured.lines[3]).not.toContain('\u001b[48');
  });

  it.each([1, 2] as const)('draws shades in colour without moving anything, level %i', async (level) => {
    const matrix = matrixOf(100, String);
    const coloured = await heatMap(matrix, { palette: await palette(level), width: 100 });
    expect(coloured.lines.map(strip)).toEqual((await heatMap(matrix, { width: 100 })).lines);
    expect(coloured.lines.join('').includes('\u001b[38;5;208m')).toBe(level === 2);
  });

  it('copes with missing labels, ragged rows and odd numbers', async () => {
    const { lines } = await heatMap({ labels: ['\u001b[2J'], matrix: [[Number.NaN, 0.123456], [], [-1]] });
    expect(lines.join('\n')).toMatchSnapshot();
    expect((await heatMap({ labels: [], matrix: [] })).lines).toEqual([]);
    expect((await heatMap({ labels: [], matrix: [[Number.POSITIVE_INFINITY]] }, { width: 40 })).lines[1]).toBe(
      '0 Infinity',
    );
  });

  it('has no trailing blanks above columns without a label', async () => {
    const { lines } = await heatMap({ labels: ['\u0000\u0000', '', '', ''], matrix: [] }, { width: 40 });
    expect(lines).toContain('column 4 of 4');
    expect(lines).toEqual(lines.map((line) => line.trimEnd()));
  });

  it('never exceeds the width, has no trailing blanks, and loses no column', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyText, { maxLength: 30 }),
        fc.array(fc.array(fc.oneof(fc.nat(3000), fc.double()), { maxLength: 30 }), { maxLength: 30 }),
        fc.integer({ min: 40, max: 200 }),
        fc.constantFrom(0, 2),
        async (labels, matrix, width, level) => {
          const { lines, dense } = await heatMap({ labels, matrix }, { width, palette: await palette(level as 0 | 2) });
          for (const line of lines) {
            expect(stringWidth(line)).toBeLessThanOrEqual(width);
            if (level === 0) expect(line).toBe(line.trimEnd());
            expect(strip(line)).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e]/);
          }
          const size = Math.max(labels.length, matrix.length, ...matrix.map((row) => row.length));
          const pieces = lines.flatMap((line) => /^columns? (\d+)(?: to (\d+))? of \d+$/.exec(strip(line)) ?? []);
          const last = pieces.length > 0 ? Number(pieces.at(-1) ?? pieces.at(-2)) : size - (dense ? 1 : 0);
          expect(last).toBe(size - (dense && size > 0 ? 1 : 0));
        },
      ),
      { numRuns: 150 },
    );
  });
});

describe('the heading of a heat map', () => {
  it('is one line, or several on a narrow terminal', async () => {
    expect(await matrixHeading('Confusion matrix')).toEqual(['Confusion matrix (rows true, columns predicted)']);
    expect(await matrixHeading('Confusion matrix', 47)).toEqual(['Confusion matrix (rows true, columns predicted)']);
    expect(await matrixHeading('Confusion matrix', 40)).toEqual(['Confusion matrix', '(rows true, columns predicted)']);
    const painted = await matrixHeading('Confusion matrix', 40, await palette(1));
    expect(painted).toEqual([
      '\u001b[1mConfusion matrix\u001b[22m',
      '\u001b[2m(rows true, columns predicted)\u001b[22m',
    ]);
    const narrow = await matrixHeading('Confusion matrix of 鳥鳥鳥鳥鳥鳥鳥鳥鳥鳥', 20);
    expect(narrow.filter((line) => stringWidth(line) > 20)).toEqual([]);
  });
});
