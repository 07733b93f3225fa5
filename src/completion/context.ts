import type { Context } from '../cli/context.ts';

export interface CompletionLine {
  /** The words between the program's name and the one at the cursor. */
  readonly before: readonly string[];
  /** The word at the cursor, up to the cursor. */
  readonly current: string;
}

/** What a completion knows about its process. */
export interface CompletionContext extends Pick<Context, 'env' | 'home' | 'pid' | 'now'> {
  /** Starts the program again with these words, in the background. */
  startAgain(words: readonly string[]): void;
}

export interface CompletionLimits {
  /** How long to wait for a server. */
  readonly limitMs: number;
  /** Completes the same line in the background, if a server takes longer; absent in the background itself. */
  readonly askLater?: (() => void) | undefined;
}
