import type { Command } from 'commander';
import { complete } from '../../completion/complete.ts';
import { loadShell } from '../../completion/shells/shell.ts';
import type { Context } from '../context.ts';

/** A server that takes longer than that is not waited for; its answer is fetched in the background. */
const LIMIT_MS = 80;
const BACKGROUND_LIMIT_MS = 5000;
/** In a shell's place: completes in the background, for what is remembered of it. */
const BACKGROUND = 'later';

/** Prints the script for a shell. */
export async function printScript(program: Command, name: string, context: Context): Promise<void> {
  const shell = await loadShell(name);
  if (shell !== undefined) context.stdout.write(shell.script(program.name()));
}

/** Answers a shell's script. It is silent about everything that goes wrong: the user is typing. */
export async function answerShell(
  program: Command,
  name: string,
  args: readonly string[],
  context: Context,
): Promise<void> {
  try {
    if (name === BACKGROUND) {
      const line = { before: args.slice(0, -1), current: args.at(-1) ?? '' };
      await complete(program, line, context, { limitMs: BACKGROUND_LIMIT_MS });
      return;
    }
    const shell = await loadShell(name);
    if (shell === undefined) return;
    const line = shell.line(args);
    const askLater = () => completeLater(program, [...line.before, line.current], context);
    context.stdout.write(shell.text(await complete(program, line, context, { limitMs: LIMIT_MS, askLater }), args));
  } catch {
    // Nothing is printed: the shell has no candidates.
  }
}

function completeLater(program: Command, words: readonly string[], { spawn, env }: Context): void {
  const args = ['__complete', BACKGROUND, '--', ...words];
  const child = spawn(program.name(), args, { env: { ...env }, detached: true, stdio: 'ignore', windowsHide: true });
  child.on('error', () => undefined);
  child.unref();
}
