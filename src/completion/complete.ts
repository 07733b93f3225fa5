import { NOTHING, type Reply, words } from './candidate.ts';
import type { CommandSyntax } from './command-syntax.ts';
import type { CompletionContext, CompletionLimits, CompletionLine } from './context.ts';
import { positionOf } from './position.ts';
import { commandCandidates, flagCandidates } from './syntax-candidates.ts';
import { argumentAfter, isList, kindOfArgument, kindOfOption } from './value-kinds.ts';
import { valueReply } from './value-reply.ts';

/** Returns how a command line may continue; no candidates if an error occurs. */
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
