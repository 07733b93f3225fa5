import { CauseFinder } from '../engine/cause.ts';

/** Lines of a log, as they are read. */
type Lines = AsyncIterable<string>;

/** More than that is not kept back to look for an error: the beginning is given up. */
const MAX_KEPT = 200_000;
const TRACEBACK = /^(?:╭─+ )?Traceback \(most recent call last\)/;
/** How much of a message has to agree: the rest may be wrapped. */
const SURE_LETTERS = 40;

/** The last lines, of which no more are kept. */
export async function* lastLines(lines: Lines, count: number): AsyncGenerator<string> {
  const kept: string[] = [];
  let next = 0;
  for await (const line of lines) {
    kept[next % count] = line;
    next++;
  }
  for (let at = Math.max(0, next - count); at < next; at++) yield kept[at % count] ?? '';
}

/** The lines from the traceback of the error by which a task failed; null where no error is told. */
export async function fromError(lines: Lines): Promise<readonly string[] | null> {
  let kept: string[] = [];
  const finder = new CauseFinder();
  for await (const line of lines) {
    finder.add(`${line}\n`);
    kept.push(line);
    if (kept.length > MAX_KEPT) kept = kept.slice(MAX_KEPT / 2);
  }
  const cause = finder.cause();
  if (cause === null) return null;
  const wanted = cause.slice(0, cause.indexOf(': ') < 0 ? undefined : cause.indexOf(': ') + SURE_LETTERS);
  const told = kept.findIndex((line) => line.includes(wanted) && !line.startsWith('│'));
  const end = told < 0 ? kept.length : told;
  for (let at = end; at >= 0; at--) if (TRACEBACK.test(kept[at] ?? '')) return kept.slice(at);
  return told < 0 ? null : kept.slice(told);
}
