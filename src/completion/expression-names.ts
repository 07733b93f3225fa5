import { quoteName } from '../expression/name.ts';
import type { Candidate } from './candidate.ts';

/**
 * The unfinished name at the end, if there can be one: not inside a string, nor right after a name. Before it come
 * strings and names in backquotes, both with escapes, and anything else.
 */
const UNFINISHED =
  /^(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|`(?:[^`\\]|\\.)*`|[^'"`])*?(?:^|[^\p{L}\p{M}\p{N}_.`'"])(`(?:[^`\\]|\\.)*|[\p{L}_][^\s()[\],=<>!~'"`]*|)$/su;
/** No name can follow a word, a number, a string or a closing bracket, then a space. */
const COMPLETE_OPERAND = /[\p{L}\p{M}\p{N}_.`'"\])]\s+$/u;
const EXPECTS_OPERAND = /(?:^|[^\p{L}\p{M}\p{N}_.`])(?:and|or|not|in)\s+$/iu;

/**
 * How a condition (`accuracy > 0.8 and lo`) may continue: with the names that begin like its unfinished last one. Each
 * candidate is the whole condition up to the cursor.
 */
export function nameCandidates(condition: string, names: readonly string[]): readonly Candidate[] {
  const [, begun] = UNFINISHED.exec(condition) ?? [];
  if (begun === undefined) return [];
  const before = condition.slice(0, condition.length - begun.length);
  if (COMPLETE_OPERAND.test(before) && !EXPECTS_OPERAND.test(before)) return [];
  const typed = begun.startsWith('`') ? begun.slice(1).replace(/\\(.)/gs, '$1') : begun;
  const quote = (name: string) => (begun.startsWith('`') ? backquoted(name) : quoteName(name));
  return names
    .filter((name) => name.startsWith(typed))
    .map((name) => ({ value: before + quote(name), description: undefined, goesOn: true }));
}

function backquoted(name: string): string {
  return `\`${name.replace(/[\\`]/g, '\\$&')}\``;
}
