import type { Command } from 'commander';
import { answerShell } from '../../completion/answer-shell.ts';
import { shellNamed } from '../../completion/shells/shells.ts';
import { syntaxOf } from '../../completion/syntax-of.ts';
import type { Context } from '../context.ts';

/** Prints the script for a shell. */
export async function printScript(program: Command, name: string, context: Context): Promise<void> {
  context.stdout.write(shellNamed(name)?.script(program.name()) ?? '');
}

/** Answers a shell's script, as `bin/swjob.js` does without loading this command tree. */
export async function printAnswer(
  program: Command,
  shell: string,
  words: readonly string[],
  context: Context,
): Promise<void> {
  const startAgain = (again: readonly string[]) => {
    const child = context.spawn(program.name(), again, { detached: true, stdio: 'ignore', windowsHide: true });
    child.on('error', () => undefined);
    child.unref();
  };
  context.stdout.write(await answerShell(syntaxOf(program), shell, words, { ...context, startAgain }));
}
