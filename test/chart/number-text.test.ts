import { describe, expect, it } from 'vitest';
import { numberText } from '../../src/chart/number-text.ts';
import { chartSvg } from '../../src/chart/svg.ts';

describe('a number for people', () => {
  it.each([
    [0.123456, '0.1235'],
    [-1.5, '-1.5'],
    [999.96, '1000'],
    [12_348.9, '12349'],
    [-1_234_567.8, '-1234568'],
    [123_456_789, '123456789'],
    [1.23456e20, '123500000000000000000'],
    [1.23456e-9, '1.235e-9'],
    [-0, '0'],
    [Number.NaN, 'NaN'],
  ])('%d is %s', (value, text) => expect(numberText(value)).toBe(text));
});

it('the edges of bins have every digit', () => {
  const series = [{ name: 'a', values: [3, 4] }];
  const labels = { title: 'results', xLabel: 'loss', yLabel: 'rows' };
  const svg = chartSvg({ kind: 'hist', ...labels, edges: [12_345, 12_345.5, 12_346], series });
  expect(svg).toContain('12345 to 12345.5: 3');
  expect(svg).toContain('12345.5 to 12346: 4');
});
