import type { Context } from '../cli/context.ts';
import { NOTHING, type Reply, words } from './candidate.ts';
import type { CommandSyntax } from './command-syntax.ts';
import { positionOf } from './position.ts';
import { commandCandidates, flagCandidates } from './syntax-candidates.ts';
import { argumentAfter, isList, kindOfArgument, kindOfOption } from './value-kinds.ts';
import { valueReply } from './value-reply.ts';

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

/** How a command line may go on. What goes wrong in finding that out is told to nobody: then there is nothing. */
export async function complete(
  program: CommandSyntax,
  { before, current }: CompletionLine,
  context: CompletionContext,
  limits: CompletionLimits,
): Promise<Reply> {
  const position = positionOf(program, before, current);
  const { command, args, option, literal } = position;
  if (option === undefined) {
    if (!literal && current.startsWith('-')) return words(flagCandidates(position, program));
    if (command.commands.length > 0 && args.length === 0) return words(commandCandidates(command, current));
  }
  const argument = argumentAfter(command, args.length);
  const kind = option ? kindOfOption(option) : argument && kindOfArgument(argument);
  if (kind === undefined || kind.of === 'nothing') return NOTHING;
  if (kind.of === 'files' || kind.of === 'folders') return { kind: kind.of, candidates: [] };
  if (kind.of === 'text-or-file') {
    if (position.current.startsWith('@')) return { kind: '@files', candidates: [] };
    const value = `${position.prefix}@`;
    return words(position.current === '' ? [{ value, description: 'the path of a file', goesOn: true }] : []);
  }
  try {
    return await valueReply({ kind, list: option !== undefined && isList(option), position, program }, context, limits);
  } catch {
    return NOTHING;
  }
}
