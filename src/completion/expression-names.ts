import { quoteName } from '../expression/name.ts';
import type { Candidate } from './candidate.ts';

/**
 * The unfinished name at the end, if one can stand there: not within a text, nor right behind a name. Before it stand
 * texts, names within backquotes, both with what a backslash keeps from ending them, and anything else.
 */
const UNFINISHED =
  /^(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|`(?:[^`\\]|\\.)*`|[^'"`])*?(?:^|[^\p{L}\p{M}\p{N}_.`'"])(`(?:[^`\\]|\\.)*|[\p{L}_][^\s()[\],=<>!~'"`]*|)$/su;
/** Where no name follows: a word, a number, a text or a closed bracket, then a blank. */
const COMPLETE_OPERAND = /[\p{L}\p{M}\p{N}_.`'"\])]\s+$/u;
const EXPECTS_OPERAND = /(?:^|[^\p{L}\p{M}\p{N}_.`])(?:and|or|not|in)\s+$/iu;

/**
 * How a condition (`accuracy > 0.8 and lo`) may go on: with the names that begin like its last, unfinished one. Each
 * candidate is the whole condition up to there.
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
