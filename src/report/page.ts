import { sourceHash } from '../chart/markup.ts';
import { CHART_STYLE } from '../chart/svg-style.ts';
import { html, type Markup, ready } from './html.ts';
import { PAGE_SCRIPT } from './page-script.ts';
import { PAGE_STYLE } from './page-style.ts';

export interface Page {
  readonly title: string;
  readonly header: Markup;
  readonly sections: readonly Section[];
  /** The jobs, below the sections; empty if the page is about one job, which `sections` describes. */
  readonly jobs: readonly JobPart[];
  /** How the page was made. */
  readonly footer: Markup;
}

/** A part of the page with an entry in its table of contents. */
export interface Section {
  readonly id: string;
  readonly title: string;
  readonly body: Markup;
}

/** One of several jobs. */
export interface JobPart {
  readonly id: string;
  readonly title: string;
  readonly header: Markup;
  readonly sections: readonly Section[];
}

/**
 * One self-contained document: it sends no requests, and only its own style and script, allowed by their hashes, take
 * effect. Everything is readable without scripts, which only sort, filter and pick.
 */
export function pageText({ title, header, sections, jobs, footer }: Page): string {
  const style = PAGE_STYLE + CHART_STYLE;
  const policy = `default-src 'none'; img-src data:; style-src ${sourceHash(style)}; script-src ${sourceHash(PAGE_SCRIPT)}; base-uri 'none'; form-action 'none'`;
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
${contents([...sections, ...jobs], 'Contents')}
</header>
<main${jobs.length === 0 ? ready(' class="job"') : null}>
${sections.map((section) => sectionMarkup(section, 'h2'))}
${jobs.map(jobMarkup)}
</main>
<footer>${footer}</footer>
<script>${ready(PAGE_SCRIPT)}</script>
</body>
</html>
`.text;
}

function contents(parts: readonly { readonly id: string; readonly title: string }[], label: string): Markup {
  const links = parts.map(({ id, title }) => html`<li><a href="#${id}">${title}</a></li>`);
  return html`<nav aria-label="${label}"><ul>${links}</ul></nav>`;
}

function sectionMarkup({ id, title, body }: Section, heading: 'h2' | 'h3'): Markup {
  const tag = ready(heading);
  return html`
<section id="${id}">
<${tag} id="${id}-title">${title}</${tag}>
${body}
</section>`;
}

function jobMarkup({ id, title, header, sections }: JobPart): Markup {
  const own = sections.map((section) => ({ ...section, id: `${id}-${section.id}` }));
  return html`
<article class="job" id="${id}" aria-label="${title}">
${header}
${contents(own, `Contents of ${title}`)}
${own.map((section) => sectionMarkup(section, 'h3'))}
</article>`;
}
