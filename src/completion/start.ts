import { readFileSync, writeSync } from 'node:fs';
import { userHome } from '../files/user-home.ts';
import { answerShell } from './answer-shell.ts';
import type { CommandSyntax } from './command-syntax.ts';
import type { CompletionContext } from './context.ts';

/**
 * Answers a shell's script, `swjob __complete SHELL -- WORD…`, from the command tree that the build stored: people wait
 * for each TAB, and loading the program with its syntax would take longer than finding the answer.
 * @param tree the path of `completions/commands.json`
 */
export async function start(args: readonly string[], tree: string): Promise<void> {
  const [shell = '', ...rest] = args;
  const words = rest[0] === '--' ? rest.slice(1) : rest;
  const context: CompletionContext = {
    env: process.env,
    home: userHome(process.env),
    pid: process.pid,
    now: Date.now,
    startAgain,
  };
  try {
    const program = JSON.parse(readFileSync(tree, 'utf8')) as CommandSyntax;
    const answer = await answerShell(program, shell, words, context);
    // `process.stdout` would load more modules than everything else here.
    for (let bytes = Buffer.from(answer); bytes.length > 0; ) bytes = bytes.subarray(writeSync(1, bytes));
  } catch {
    // The reader closed the pipe, or the tree is missing: there are no candidates.
  }
  // Requests and DNS lookups may still be open, and the shell waits until this process ends.
  process.exit(0);
}

/** In a process of its own, which continues after this one has ended. */
function startAgain(words: readonly string[]): void {
  const { spawn } = process.getBuiltinModule('node:child_process');
  const program = process.argv[1] ?? '';
  const child = spawn(process.execPath, [program, ...words], { detached: true, stdio: 'ignore', windowsHide: true });
  child.on('error', () => undefined);
  child.unref();
}
