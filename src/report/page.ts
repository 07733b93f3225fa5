import { sourceHash } from '../chart/markup.ts';
import { CHART_STYLE } from '../chart/svg.ts';
import { html, type Markup, ready } from './html.ts';
import { PAGE_SCRIPT } from './page-script.ts';
import { PAGE_STYLE } from './page-style.ts';

export interface Page {
  readonly title: string;
  readonly header: Markup;
  readonly sections: readonly Section[];
  /** How the page was made, at its end. */
  readonly footer: Markup;
}

/** A part of the page that its table of contents leads to. */
export interface Section {
  readonly id: string;
  readonly title: string;
  readonly body: Markup;
}

/**
 * One self-contained document: no request leaves it, its style and script are allowed by their hashes and nothing else
 * runs. It reads whole without scripts, which only sort, filter and pick.
 */
export function pageText({ title, header, sections, footer }: Page): string {
  const style = PAGE_STYLE + CHART_STYLE;
  const policy = `default-src 'none'; img-src data:; style-src ${sourceHash(style)}; script-src ${sourceHash(PAGE_SCRIPT)}; base-uri 'none'; form-action 'none'`;
  const contents = sections.map(({ id, title: name }) => html`<li><a href="#${id}">${name}</a></li>`);
  const bodies = sections.map(
    ({ id, title: name, body }) => html`
<section id="${id}" aria-labelledby="${id}-title">
<h2 id="${id}-title">${name}</h2>
${body}
</section>`,
  );
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${ready(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${title}</title>
<style>${ready(style)}</style>
</head>
<body>
<header>
${header}
<nav aria-label="Contents"><ul>${contents}</ul></nav>
</header>
<main>
${bodies}
</main>
<footer>${footer}</footer>
<script>${ready(PAGE_SCRIPT)}</script>
</body>
</html>
`.text;
}
