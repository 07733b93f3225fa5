import { describe, expect, it } from 'vitest';
import type { Chart } from '../../src/chart/data.ts';
import { chartsPage } from '../../src/chart/html.ts';
import { chartSvg, chartsSvg, drawnPoints } from '../../src/chart/svg.ts';
import { ALL, LINES, POINTS } from './charts.ts';

const HOSTILE = "</text><script>alert(1)</script> \" onload='x' & \u202e\u0000 ]]>";

/** The names of a document's elements and attributes, read independently of the writer. */
function markupOf(document: string): { readonly elements: readonly string[]; readonly attributes: readonly string[] } {
  const tags = [...document.matchAll(/<([a-z]+)((?:\s+[\w:-]+="[^"<]*")*)\s*\/?>/gi)];
  return {
    elements: tags.map(([, name = '']) => name),
    attributes: tags.flatMap(([, , rest = '']) => [...rest.matchAll(/([\w:-]+)="/g)].map(([, name = '']) => name)),
  };
}

describe('SVG', () => {
  it.each(ALL)('of %s is as it was', async (name, chart) => {
    await expect(chartSvg(chart)).toMatchFileSnapshot(`golden/${name}.svg`);
  });

  it.each(ALL)('of %s closes every tag', (_name, chart) => {
    const open: string[] = [];
    for (const [, end, name = '', self] of chartSvg(chart).matchAll(/<(\/?)([a-z]+)[^<>]*?(\/?)>/g)) {
      if (end) expect(open.pop()).toBe(name);
      else if (!self) open.push(name);
    }
    expect(open).toEqual([]);
  });

  it.each(ALL)('of %s with hostile names has the same elements and attributes', (_name, chart) => {
    const plain = markupOf(chartSvg(chart));
    const hostile = chartSvg(JSON.parse(JSON.stringify(chart), hostileNames(chart)) as Chart);
    expect(hostile).not.toMatch(/[\u0000-\u0008\u202e]|<script|onload='/);
    expect(new Set(markupOf(hostile).elements)).toEqual(new Set(plain.elements));
    expect(new Set(markupOf(hostile).attributes)).toEqual(new Set(plain.attributes));
  });

  it('keeps labels, names and notes within the picture', () => {
    const name = 'a_very_long_name_of_a_column_that_fits_into_no_picture';
    const x = Float64Array.of(-1e-9, 1.4e-4);
    const y = Float64Array.of(Number.NaN, 0.25);
    const series = ['a', 'b'].map((letter) => ({ name: `${letter}_${name}`, x, y }));
    const chart: Chart = { kind: 'line', title: `${name} of ${name}`, xLabel: 'x', yLabel: 'y', series };
    const svg = chartSvg(chart, { width: 420 });
    for (const [, kind, at = '', text = ''] of svg.matchAll(/<text class="([xkt])" x="([\d.]+)"[^>]*>([^<]*)/g)) {
      const half = (text.length * 6) / 2;
      expect(Number(at) + (kind === 'x' ? half : half * 2), text).toBeLessThan(420);
    }
    expect(svg.match(/0\.25<\/tspan>/g)).toHaveLength(2);
    const finite = series.map((each) => ({ ...each, y: Float64Array.of(1, 0.25) }));
    const log = chartSvg({ ...chart, series: finite, logX: true }, { width: 420 });
    expect(log).toMatch(/not on a logarithmic<.*\n<text[^>]*>axis</);
  });

  it('reports values outside of a logarithmic axis, infinite values and gaps', () => {
    expect(chartSvg(POINTS)).toContain('1 of 5 points is 0 or less: not on a logarithmic axis');
    expect(chartSvg(POINTS)).toContain('1 of 5 points is infinite: drawn at the edge');
    expect(chartSvg(LINES)).toContain('1 of 210 points is NaN: a gap');
  });

  it('of several charts is one document', () => {
    const document = chartsSvg([LINES, POINTS]);
    expect(document.match(/xmlns=/g)).toHaveLength(1);
    expect(document.match(/<svg /g)).toHaveLength(3);
  });

  it('has a tooltip for every point drawn', () => {
    const points = drawnPoints(LINES);
    expect(points.length).toBeGreaterThan(200);
    expect(points[0]?.[2]).toBe('6nlobcx4hipt\nid 0\nloss 2.4');
  });
});

/** Replaces every name in a chart; keeps numbers that JSON lacks. */
function hostileNames(chart: Chart) {
  const arrays = 'series' in chart ? chart.series.flatMap((each) => ('x' in each ? [each.x, each.y] : [])) : [];
  let next = 0;
  return (key: string, value: unknown) => {
    if (key === 'x' || key === 'y') return arrays[next++];
    if (['title', 'xLabel', 'yLabel', 'name'].includes(key)) return HOSTILE;
    return key === 'names' || key === 'labels' ? (value as string[]).map(() => HOSTILE) : value;
  };
}

describe('a page of charts', () => {
  it('allows only its own style and script, by their hashes', () => {
    const page = chartsPage(HOSTILE, [LINES]);
    expect(page).toMatch(
      /content="default-src 'none'; style-src 'sha256-[\w+/=]{44}'; script-src 'sha256-[\w+/=]{44}'"/,
    );
    expect(page.match(/<script/g)).toHaveLength(3);
    expect(page).toContain('<title>&lt;/text&gt;&lt;script&gt;');
  });

  it('cannot be broken by names in its data', () => {
    const page = chartsPage('x', [{ ...LINES, series: LINES.series.map((each) => ({ ...each, name: HOSTILE })) }]);
    expect(page.match(/<\/script>/g)).toHaveLength(3);
    const data = /<script type="application\/json">(.*)<\/script>/.exec(page)?.[1] ?? '';
    expect(data).not.toContain('<');
    expect((JSON.parse(data) as { points: [number, number, string][] }).points[0]?.[2]).toContain(HOSTILE);
  });
});
