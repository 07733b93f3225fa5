import { closest } from '../text/suggest.ts';

/** How many letters of an id a list of jobs shows. */
export const SHOWN_LETTERS = 12;
/** A shorter id is within a typo of too many jobs. */
const TELLING_LETTERS = 4;

/** Up to three ids whose beginnings nearly match the typed one; none if that is too short. */
export function nearIds(typed: string, ids: Iterable<string>): readonly string[] {
  if (typed.length < TELLING_LETTERS) return [];
  const byBeginning = new Map<string, string>();
  for (const id of ids) {
    // The typed id may lack a letter, or have one too many.
    for (const length of [typed.length, typed.length - 1, typed.length + 1]) byBeginning.set(id.slice(0, length), id);
  }
  const near = closest(typed, byBeginning.keys()).flatMap((beginning) => byBeginning.get(beginning) ?? []);
  return [...new Set(near)];
}
