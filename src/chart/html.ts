import type { Chart } from './data.ts';
import { escapeMarkup, scriptJson, sourceHash } from './markup.ts';
import { chartSvg, drawnPoints } from './svg.ts';
import { CHART_STYLE } from './svg-style.ts';

/** Each chart is drawn twice: the text of the wide one would be too small on a phone. */
const SIZES = [
  { name: 'wide', width: 900 },
  { name: 'narrow', width: 420 },
] as const;

const PAGE_STYLE = `:root{color-scheme:light dark}body{margin:16px;background:#fff;color:#1b1f24;font:14px ui-sans-serif,system-ui,sans-serif}
@media(prefers-color-scheme:dark){body{background:#0d1117;color:#e6edf3}}
h1{font-size:18px;margin:0 0 12px;overflow-wrap:anywhere}h1.only{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
figure{position:relative;margin:0 0 24px;max-width:960px}svg{width:100%;height:auto;display:block}
.narrow{display:none}@media screen and (max-width:600px){.wide{display:none}.narrow{display:block}}
.tip{position:absolute;pointer-events:none;padding:3px 7px;border-radius:4px;background:#1b1f24;color:#fff;font:12px ui-monospace,monospace;white-space:pre;max-width:60ch;overflow:hidden}
`;

/**
 * Shows the values of the point nearest to the pointer, or of the bar or cell below it. It takes positions and texts from
 * the figure, writes only text content, and loads nothing.
 */
const TIP_SCRIPT = `for (const figure of document.querySelectorAll('figure')) {
  const data = JSON.parse(figure.querySelector('script').textContent);
  const svg = figure.querySelector('svg');
  const tip = figure.querySelector('.tip');
  const texts = new Map();
  // The browser would show its own tooltip as well, later.
  for (const title of svg.querySelectorAll('g title, rect title')) {
    texts.set(title.parentNode, title.textContent);
    title.remove();
  }
  svg.addEventListener('pointermove', (event) => {
    const box = svg.getBoundingClientRect();
    const show = (text, x, y) => {
      tip.hidden = false;
      tip.textContent = text;
      tip.style.left = Math.max(0, Math.min(x + 10, box.width - tip.offsetWidth - 4)) + 'px';
      tip.style.top = y + 10 + 'px';
    };
    const text = texts.get(event.target) || texts.get(event.target.closest('g'));
    if (text !== undefined) return show(text, event.clientX - box.left, event.clientY - box.top);
    const scale = data.width / box.width;
    const x = (event.clientX - box.left) * scale;
    const y = (event.clientY - box.top) * scale;
    let best = null;
    let least = 40 * 40;
    for (const point of data.points) {
      const distance = (point[0] - x) ** 2 + (point[1] - y) ** 2;
      if (distance < least) { least = distance; best = point; }
    }
    if (best === null) tip.hidden = true;
    else show(best[2], best[0] / scale, best[1] / scale);
  });
  svg.addEventListener('pointerleave', () => { tip.hidden = true; });
}
`;

/** Charts as one self-contained page that sends no requests; a tooltip shows the values of the nearest point. */
export function chartsPage(title: string, charts: readonly Chart[]): string {
  const figures = charts.flatMap((chart) =>
    SIZES.map(({ name, width }) => {
      const points = chart.kind === 'line' || chart.kind === 'scatter' ? drawnPoints(chart, { width }) : [];
      return `<figure class="${name}">
${chartSvg(chart, { width, standalone: false })}<div class="tip" role="status" hidden></div>
<script type="application/json">${scriptJson({ width, points })}</script>
</figure>`;
    }),
  );
  const style = PAGE_STYLE + CHART_STYLE;
  const policy = `default-src 'none'; style-src ${sourceHash(style)}; script-src ${sourceHash(TIP_SCRIPT)}`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeMarkup(title)}</title>
<style>${style}</style>
</head>
<body>
<main>
<h1${charts.length === 1 ? ' class="only"' : ''}>${escapeMarkup(title)}</h1>
${figures.join('\n')}
</main>
<script>${TIP_SCRIPT}</script>
</body>
</html>
`;
}
