/** Shades per hue. They are classes, because the page's own policy forbids inline styles. */
export const SHADE_STEPS = 8;

/** The style of a report: light, dark, narrow and printed. */
export const PAGE_STYLE = `
:root{color-scheme:light dark;--bg:#fff;--fg:#1b1f24;--muted:#57606a;--edge:#d0d7de;--soft:#f3f5f8;--good:#116329;--bad:#b3261e;--link:#0b4fb3;--right-h:225;--wrong-h:5}
@media(prefers-color-scheme:dark){:root{--bg:#0d1117;--fg:#e6edf3;--muted:#9da7b1;--edge:#333b44;--soft:#161b22;--good:#56d364;--bad:#ff8a7a;--link:#79b8ff}}
*{box-sizing:border-box}
body{margin:0;background:var(--bg);color:var(--fg);font:15px/1.5 ui-sans-serif,system-ui,sans-serif}
header,main,footer{max-width:1100px;margin:0 auto;padding:0 20px}
header{padding-top:28px}h1{font-size:24px;line-height:1.25;margin:0 0 4px}h2{font-size:18px;margin:0 0 12px;padding-top:8px}
h3{font-size:15px;margin:16px 0 6px}h1,h2,h3,p,li,footer{overflow-wrap:anywhere}section{margin:28px 0}a{color:var(--link)}
.sub{color:var(--muted);margin:0 0 16px}
.status{display:inline-block;padding:1px 9px;border:1px solid currentColor;border-radius:999px;font-size:13px;font-weight:600;vertical-align:3px}
.good{color:var(--good)}.bad{color:var(--bad)}
.cards{display:flex;flex-wrap:wrap;gap:12px;margin:16px 0;padding:0;list-style:none}
.cards li{flex:0 1 auto;min-width:120px;padding:10px 16px;border:1px solid var(--edge);border-radius:8px;background:var(--soft)}
.cards b{display:block;font-size:24px;line-height:1.2;font-variant-numeric:tabular-nums}.cards span{color:var(--muted);font-size:13px}
nav ul{display:flex;flex-wrap:wrap;gap:4px 16px;margin:12px 0 0;padding:8px 0;list-style:none;border-top:1px solid var(--edge);border-bottom:1px solid var(--edge)}
.scroll{overflow:auto;max-height:70vh;border:1px solid var(--edge);border-radius:8px;width:fit-content;max-width:100%;min-width:min(100%,560px)}.scroll.fit{min-width:0}.scroll:focus-visible{outline:2px solid var(--link)}
table{border-collapse:collapse;width:100%;font-size:13px}th,td{padding:5px 10px;text-align:left;vertical-align:top;border-bottom:1px solid var(--edge)}
thead th{position:sticky;top:0;background:var(--soft);white-space:nowrap}td{overflow-wrap:anywhere;min-width:8ch}.lead{margin:0 0 8px}.gap{margin-bottom:16px}.job+.job{border-top:1px solid var(--edge);margin-top:32px}td.r{text-align:right}td.n,th.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap;overflow-wrap:normal}
tbody tr:last-child>*{border-bottom:0}
th button{all:unset;cursor:pointer;font-weight:600}th button:focus-visible{outline:2px solid var(--link)}th[aria-sort=ascending] button::after{content:" ↑"}th[aria-sort=descending] button::after{content:" ↓"}
.matrix{width:auto;font-size:14px}.matrix th,.matrix td{border:1px solid var(--edge);padding:0;text-align:center}.matrix th{padding:4px 10px;position:static}.matrix tbody th{text-align:right;vertical-align:middle}
.matrix td{min-width:64px;height:44px;vertical-align:middle}.matrix button{all:unset;display:block;box-sizing:border-box;width:100%;padding:4px 6px;cursor:pointer;text-align:center}.matrix button:focus-visible{outline:2px solid var(--link);outline-offset:-2px}
.matrix small{display:block;white-space:nowrap;color:inherit;font-size:11px}.matrix [aria-pressed=true]{outline:2px solid var(--fg);outline-offset:-2px}
SHADES
.gallery{display:grid;grid-template-columns:repeat(auto-fill,minmax(150px,1fr));gap:12px;margin:0;padding:0;list-style:none}
.gallery li{border:1px solid var(--edge);border-radius:8px;padding:10px;background:var(--soft);font-size:13px}
.gallery img{display:block;width:100%;height:120px;object-fit:contain;image-rendering:pixelated;background:var(--bg);border-radius:4px;margin-bottom:8px}
.gallery p{margin:0}.key{color:var(--muted);font-size:12px}
.tools{display:flex;gap:8px;align-items:center;margin:0 0 8px;flex-wrap:wrap}.tools input{font:inherit;padding:4px 8px;border:1px solid var(--muted);border-radius:6px;background:var(--bg);color:var(--fg);max-width:100%}.tools output{color:var(--muted);font-size:13px}.tools button{font:inherit;font-size:13px;padding:4px 10px;border:1px solid var(--muted);border-radius:6px;background:var(--soft);color:var(--fg);cursor:pointer;overflow-wrap:anywhere}
.note{color:var(--muted);font-size:13px;margin:8px 0}
details{margin:0 0 12px}summary{cursor:pointer;font-weight:600;overflow-wrap:anywhere}details[open]>summary{margin-bottom:8px}
.charts{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,420px),1fr));gap:16px}figure{margin:0;min-width:0}figcaption{max-width:60ch}svg.chart{width:100%;height:auto;display:block}
dl{display:grid;grid-template-columns:minmax(100px,max-content) 1fr;gap:4px 16px;margin:0;font-size:13px}dt{color:var(--muted);overflow-wrap:anywhere}dd{margin:0;overflow-wrap:anywhere;white-space:pre-wrap}dd details{margin:0}dd summary{font-weight:400;white-space:normal}
pre{margin:0 0 12px;padding:10px 14px;border:1px solid var(--edge);border-radius:8px;background:var(--soft);white-space:pre-wrap;overflow-wrap:anywhere;font:13px/1.45 ui-monospace,monospace}
footer{padding-bottom:32px;color:var(--muted);font-size:13px}footer p{margin:0;padding-top:8px;border-top:1px solid var(--edge)}
@media(max-width:560px){header,main,footer{padding-left:12px;padding-right:12px}dl{grid-template-columns:1fr}dd{margin-bottom:6px}h1{font-size:20px}td:first-child{min-width:14ch}table{font-size:12px}th,td{padding:5px 6px}thead th,thead th.n{white-space:normal}.matrix th{padding:4px 6px}.matrix td{min-width:40px}td.change{white-space:normal;min-width:8ch}}
@page{margin:14mm}
@media print{:root{--bg:#fff;--fg:#000;--muted:#444;--edge:#bbb;--soft:#fff;--good:#116329;--bad:#b3261e}nav,.tools,.hint{display:none}.scroll{max-height:none;overflow:visible;border:0;width:auto}table{font-size:11px}th,td{padding:3px 6px}thead th,thead th.n{position:static;white-space:normal}td{min-width:7ch}.charts{grid-template-columns:1fr 1fr}h1,h2,h3,summary{break-after:avoid}li,tr,figure,.matrix{break-inside:avoid}article.job{break-before:page}.matrix td,.cards li,.gallery li{print-color-adjust:exact;-webkit-print-color-adjust:exact}body{font-size:12px}header,main,footer{max-width:none;padding:0}}
`.replace('SHADES', shadeRules());

function shadeRules(): string {
  const rules: string[] = [];
  for (let step = 1; step <= SHADE_STEPS; step++) {
    const part = step / SHADE_STEPS;
    // Full colours only off the diagonal, so that mistakes stand out.
    rules.push(`.r${step}{background:hsl(225 60% ${Math.round(97 - 15 * part)}%);color:#1b1f24}`);
    rules.push(
      `.w${step}{background:hsl(5 ${Math.round(60 + 15 * part)}% ${Math.round(95 - 45 * part)}%);color:${part > 0.8 ? '#fff' : '#1b1f24'}}`,
    );
  }
  return rules.join('');
}
