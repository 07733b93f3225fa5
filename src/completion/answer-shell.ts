import type { CommandSyntax } from './command-syntax.ts';
import { complete } from './complete.ts';
import type { CompletionContext } from './context.ts';
import { shellNamed } from './shells/shells.ts';

/** The word behind the program's name by which the scripts ask. */
const QUESTION = '__complete';
/** In a shell's place: completes in the background, for what is remembered of it. */
const BACKGROUND = 'later';
/** A server that takes longer than that is not waited for; its answer is fetched in the background, and remembered. */
const LIMIT_MS = 700;
const BACKGROUND_LIMIT_MS = 5000;

/**
 * What a shell's script is answered to `swjob __complete SHELL -- …`. Whatever goes wrong, it is nothing, and nobody is
 * told: the user is typing.
 */
export async function answerShell(
  program: CommandSyntax,
  name: string,
  args: readonly string[],
  context: CompletionContext,
): Promise<string> {
  try {
    if (name === BACKGROUND) {
      const line = { before: args.slice(0, -1), current: args.at(-1) ?? '' };
      await complete(program, line, context, { limitMs: BACKGROUND_LIMIT_MS });
      return '';
    }
    const shell = shellNamed(name);
    if (shell === undefined) return '';
    const line = shell.line(args);
    const askLater = () => context.startAgain([QUESTION, BACKGROUND, '--', ...line.before, line.current]);
    return shell.text(await complete(program, line, context, { limitMs: LIMIT_MS, askLater }), args);
  } catch {
    return '';
  }
}
