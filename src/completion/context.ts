import type { Context } from '../cli/context.ts';

export interface CompletionLine {
  /** The words behind the program's name and before the one at the cursor. */
  readonly before: readonly string[];
  /** The word at the cursor, as far as it stands before it. */
  readonly current: string;
}

/** What a completion knows of the process around it. */
export interface CompletionContext extends Pick<Context, 'env' | 'home' | 'pid' | 'now'> {
  /** Starts the program again with these words, in the background. */
  startAgain(words: readonly string[]): void;
}

export interface CompletionLimits {
  /** How long a server is waited for. */
  readonly limitMs: number;
  /** Has the same line completed in the background, where a server took longer; absent in the background. */
  readonly askLater?: (() => void) | undefined;
}
