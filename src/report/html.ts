import { escapeMarkup } from '../chart/markup.ts';

/** Text that is HTML already. Only `html` and `ready` make it, so no name or value can become markup by mistake. */
export class Markup {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

export type Content = Markup | string | number | null | readonly Content[];

/** HTML in which every value is text, unless it is `Markup`; null is nothing, a list its members. */
export function html(parts: TemplateStringsArray, ...values: readonly Content[]): Markup {
  return new Markup(parts.map((part, index) => part + contentText(values[index] ?? null)).join(''));
}

/** A part that was made by code which escapes for itself, such as an SVG chart. */
export function ready(text: string): Markup {
  return new Markup(text);
}

function contentText(content: Content): string {
  if (content === null) return '';
  if (content instanceof Markup) return content.text;
  if (typeof content === 'string') return escapeMarkup(content);
  return typeof content === 'number' ? String(content) : content.map(contentText).join('');
}
