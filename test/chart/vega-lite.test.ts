import { describe, expect, it } from 'vitest';
import { chartJson } from '../../src/chart/chart-json.ts';
import { vegaLite } from '../../src/chart/vega-lite.ts';
import { ALL, LINES, POINTS } from './charts.ts';

describe('Vega-Lite', () => {
  it.each(ALL)('of %s is as it was', async (name, chart) => {
    await expect(`${JSON.stringify(vegaLite(chart), null, 1)}\n`).toMatchFileSnapshot(`golden/${name}.vl.txt`);
  });
});

describe('the values of a chart as JSON', () => {
  it('are all points, with NaN and infinities as strings', () => {
    const { series } = chartJson(LINES) as { series: { name: string; points: [number, number | string][] }[] };
    expect(series.map(({ name, points }) => [name, points.length])).toEqual([
      ['6nlobcx4hipt', 120],
      ['hqspnlzkoixs', 90],
    ]);
    expect(series[0]?.points[40]).toEqual([40, 'NaN']);
    expect(JSON.stringify(chartJson(POINTS))).toContain('[10,"Infinity"]');
  });
});
