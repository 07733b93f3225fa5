import { escapeMarkup } from '../chart/markup.ts';

/** HTML. Only `html` and `ready` create it, so no name or value becomes markup by mistake. */
export class Markup {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

export type Content = Markup | string | number | null | readonly Content[];

/** Builds HTML: every value is escaped unless it is `Markup`; null is empty, a list is joined. */
export function html(parts: TemplateStringsArray, ...values: readonly Content[]): Markup {
  return new Markup(parts.map((part, index) => part + contentText(values[index] ?? null)).join(''));
}

/** HTML from code that escapes values itself, such as an SVG chart. */
export function ready(text: string): Markup {
  return new Markup(text);
}

function contentText(content: Content): string {
  if (content === null) return '';
  if (content instanceof Markup) return content.text;
  if (typeof content === 'string') return escapeMarkup(content);
  return typeof content === 'number' ? String(content) : content.map(contentText).join('');
}
