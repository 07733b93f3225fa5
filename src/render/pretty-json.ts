import type { TypedValue } from '../datastore/typed-value.ts';
import { visibleJson } from './control-characters.ts';
import { jsonText } from './json.ts';
import { typedJsonText } from './typed-json.ts';

export interface DocumentOptions {
  readonly typed?: boolean;
  readonly toTerminal?: boolean;
}

/** One value as a JSON document on several lines, indented by two spaces, without a newline at the end. */
export function prettyJson(value: TypedValue, { typed = false, toTerminal = false }: DocumentOptions = {}): string {
  const text = indentJson(typed ? typedJsonText(value) : jsonText(value));
  return toTerminal ? visibleJson(text) : text;
}

const TOKENS = /"(?:[^"\\]|\\.)*"|[[{\]},:]|[^"[{\]},:]+/g;

/**
 * Indents compact JSON as `JSON.stringify(…, null, 2)` would. It works on the text, because parsing would lose digits of
 * long integers.
 */
export function indentJson(compact: string): string {
  let text = '';
  let depth = 0;
  let previous = '';
  for (const [token] of compact.matchAll(TOKENS)) {
    const empty = previous === '[' || previous === '{';
    if (token === ']' || token === '}') {
      depth--;
      text += empty ? token : newLine(depth) + token;
    } else if (token === ':') {
      text += ': ';
    } else if (token === ',') {
      text += `,${newLine(depth)}`;
    } else {
      text += empty ? newLine(depth) + token : token;
      if (token === '[' || token === '{') depth++;
    }
    previous = token;
  }
  return text;
}

function newLine(depth: number): string {
  return `\n${'  '.repeat(depth)}`;
}
