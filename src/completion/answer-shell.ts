import type { CommandSyntax } from './command-syntax.ts';
import { complete } from './complete.ts';
import type { CompletionContext } from './context.ts';
import { shellNamed } from './shells/shells.ts';

/** The first argument with which the scripts call the program. */
const QUESTION = '__complete';
/** In place of a shell's name: completes in the background, to fill the cache. */
const BACKGROUND = 'later';
/** A server that takes longer is not waited for: its answer is fetched in the background, and cached. */
const LIMIT_MS = 700;
const BACKGROUND_LIMIT_MS = 5000;

/**
 * Returns the answer to a shell's script, `swjob __complete SHELL -- …`. It is empty if anything goes wrong: while the
 * user is typing, an error must not be printed.
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
