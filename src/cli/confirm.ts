import { SwjobError, usageError } from '../errors.ts';
import { visible } from '../render/control-characters.ts';
import type { Run } from './run.ts';

/**
 * Asks for confirmation on the terminal; throws unless the answer is yes. Without a terminal it throws a usage error
 * instead of waiting.
 */
export async function confirm(run: Run, question: string, yes: boolean): Promise<void> {
  if (yes) return;
  const { stdin, stderr } = run.context;
  if (!stdin.isTTY || !stderr.isTTY) {
    throw usageError(`cannot ask for confirmation: not a terminal (${question})`, 'Add --yes to skip the question.');
  }
  const { TerminalPrompt } = await import('./terminal-prompt.ts');
  const prompt = new TerminalPrompt(run.context);
  try {
    const answer = await prompt.ask(`${visible(question)} [y/N] `);
    if (!/^\s*y(es)?\s*$/i.test(answer)) throw new SwjobError('operation-failed', 'nothing was done');
  } finally {
    prompt.close();
  }
}
