/** One text that could stand where the cursor is. */
export interface Candidate {
  /** The whole word, as the program would take it. */
  readonly value: string;
  /** For shells that show more than words: one line. */
  readonly description?: string | undefined;
  /** True where the word goes on after it (`srv/project/`): no space is to follow. */
  readonly goesOn?: boolean | undefined;
}

/** What may stand where the cursor is: words that the program knows, or files, which the shell knows better. */
export interface Reply {
  /** `@files` where the path of one stands behind an `@`. */
  readonly kind: 'words' | 'files' | '@files' | 'folders';
  readonly candidates: readonly Candidate[];
}

export const NOTHING: Reply = { kind: 'words', candidates: [] };

export function words(candidates: readonly Candidate[]): Reply {
  return { kind: 'words', candidates };
}
