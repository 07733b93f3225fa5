import type { Command } from 'commander';

/** A command line that works as printed, and what it is for. */
export type Example = readonly [line: string, purpose: string];

const EXAMPLES = new WeakMap<Command, readonly Example[]>();

/** Gives a command the two to five examples that end its help; a test runs each of them in a shell. */
export function examples(command: Command, list: readonly Example[]): void {
  EXAMPLES.set(command, list);
}

export function examplesOf(command: Command): readonly Example[] {
  return EXAMPLES.get(command) ?? [];
}
