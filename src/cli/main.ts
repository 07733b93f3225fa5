import { isSwjobError, type SwjobError } from '../errors.ts';
import { isClosedOutput } from '../render/byte-sink.ts';
import { visible } from '../render/control-characters.ts';
import type { Context } from './context.ts';
import { withoutJobWord } from './job-word.ts';
import { buildProgram, CommanderError } from './program.ts';

/** Runs a command line; resolves to the exit status. Whatever fails is told on stderr. */
export async function main(argv: readonly string[], context: Context): Promise<number> {
  let exitStatus = 0;
  const program = buildProgram(context, (status) => {
    exitStatus = status;
  });
  try {
    const words = withoutJobWord(argv);
    if (words.length === 0) {
      program.outputHelp();
      return 0;
    }
    await program.parseAsync(words, { from: 'user' });
    return exitStatus;
  } catch (error) {
    if (isClosedOutput(error)) return 0;
    if (error instanceof CommanderError) return reportUsage(error, context);
    return reportError(error, context, argv.includes('--verbose') || argv.includes('-v'));
  }
}

/** What commander refuses: its help and version end with 0, everything else is wrong usage. */
function reportUsage(
  error: { readonly code: string; readonly message: string; readonly exitCode: number },
  context: Context,
): number {
  if (error.exitCode === 0) return 0;
  // What stands behind the = of an unknown option may be a secret.
  const message = error.message.replace(/^error: /, '').replace(/^(unknown option '[^'=\s]*)=.*$/m, "$1'");
  const [problem = '', ...more] = message.split('\n');
  printError(context, problem, more.map((line) => line.replace(/^\((.*)\)$/, '$1')).join('\n'));
  if (more.length === 0) context.stderr.write('swjob --help lists the commands, swjob COMMAND --help their options.\n');
  return 2;
}

function reportError(error: unknown, context: Context, verbose: boolean): number {
  if (isSwjobError(error)) {
    printError(context, error.message, error.hint);
    if (verbose) context.stderr.write(`${stackOf(error)}\n`);
    return error.exitCode;
  }
  const message = error instanceof Error ? error.message : String(error);
  printError(
    context,
    `something unexpected went wrong: ${message}`,
    'With --verbose it tells where; please report it.',
  );
  if (verbose) context.stderr.write(`${error instanceof Error ? error.stack : ''}\n`);
  return 1;
}

/** One line of what is wrong, then the hint as it is laid out. */
function printError(context: Context, message: string, hint: string | undefined): void {
  context.stderr.write(`swjob: ${visible(message.replace(/\s*\n\s*/g, ' '))}\n`);
  for (const line of hint ? hint.split('\n') : []) context.stderr.write(`${visible(line)}\n`);
}

function stackOf(error: SwjobError): string {
  const cause = error.cause instanceof Error ? `\nCaused by: ${error.cause.stack}` : '';
  return visibleLines(`${error.stack}${cause}`);
}

function visibleLines(text: string): string {
  return text.split('\n').map(visible).join('\n');
}
