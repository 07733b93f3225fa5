import { closest } from '../text/suggest.ts';

/** As many letters of an id as a list of jobs shows. */
export const SHOWN_LETTERS = 12;
/** Of shorter ids nearly every one is a slip away from some job. */
const TELLING_LETTERS = 4;

/** The up to three long ids that begin nearly like the one that was typed, or just like it; none where it is short. */
export function nearIds(typed: string, ids: Iterable<string>): readonly string[] {
  if (typed.length < TELLING_LETTERS) return [];
  const byBeginning = new Map<string, string>();
  for (const id of ids) {
    // A letter may be missing, or one too many.
    for (const length of [typed.length, typed.length - 1, typed.length + 1]) byBeginning.set(id.slice(0, length), id);
  }
  const near = closest(typed, byBeginning.keys()).flatMap((beginning) => byBeginning.get(beginning) ?? []);
  return [...new Set(near)];
}
