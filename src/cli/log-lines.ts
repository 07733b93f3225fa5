import { CauseFinder } from '../engine/cause.ts';

/** The lines of a log, as they are read. */
type Lines = AsyncIterable<string> | Iterable<string>;

/** Maximum of lines kept while looking for an error: of longer logs, the beginning is dropped. */
const MAX_KEPT = 200_000;
const TRACEBACK = /^(?:╭─+ )?Traceback \(most recent call last\)/;
/** So much of a message has to match: the log may wrap the rest. */
const MATCHED_LENGTH = 40;

/** The last lines; no more than `count` are kept in memory. */
export async function* lastLines(lines: Lines, count: number): AsyncGenerator<string> {
  const kept: string[] = [];
  let next = 0;
  for await (const line of lines) {
    kept[next % count] = line;
    next++;
  }
  for (let at = Math.max(0, next - count); at < next; at++) yield kept[at % count] ?? '';
}

/** The lines from the traceback of the error that a task failed with; null if the log shows no error. */
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
  const wanted = cause.slice(0, cause.indexOf(': ') < 0 ? undefined : cause.indexOf(': ') + MATCHED_LENGTH);
  const message = kept.findIndex((line) => line.includes(wanted) && !line.startsWith('│'));
  const end = message < 0 ? kept.length : message;
  for (let at = end; at >= 0; at--) if (TRACEBACK.test(kept[at] ?? '')) return kept.slice(at);
  return message < 0 ? null : kept.slice(message);
}
