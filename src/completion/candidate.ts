/** One possible word at the cursor. */
export interface Candidate {
  /** The whole word, as the program would take it. */
  readonly value: string;
  /** One line, for shells that show descriptions. */
  readonly description?: string | undefined;
  /** True if the word continues after it (`srv/project/`): the shell must not add a space. */
  readonly goesOn?: boolean | undefined;
}

/** What may be at the cursor: words that the program knows, or files, which the shell completes. */
export interface Reply {
  /** `@files`: the path of a file after an `@`. */
  readonly kind: 'words' | 'files' | '@files' | 'folders';
  readonly candidates: readonly Candidate[];
}

export const NOTHING: Reply = { kind: 'words', candidates: [] };

export function words(candidates: readonly Candidate[]): Reply {
  return { kind: 'words', candidates };
}
