import { EXIT_CODES, isError, isSwjobError, messageOf, type SwjobError } from '../errors.ts';
import { isClosedOutput } from '../render/byte-sink.ts';
import { visible } from '../render/control-characters.ts';
import { joinLines } from '../text/trim.ts';
import type { Context } from './context.ts';
import { withDashedValues } from './dashed-values.ts';
import { guardedContext } from './guarded-context.ts';
import { withoutJobWord } from './job-word.ts';
import { buildProgram, CommanderError } from './program.ts';
import { screenWidth } from './screen.ts';
import { WrongUsage } from './syntax/command.ts';

/** Runs a command line and returns the exit status; errors are printed to stderr. */
export async function main(argv: readonly string[], outer: Context): Promise<number> {
  const context = guardedContext(outer);
  let exitStatus = 0;
  const program = buildProgram(context, (status) => {
    exitStatus = status;
  });
  try {
    const words = withDashedValues(withoutJobWord(argv));
    if (words.length === 0) {
      program.outputHelp();
      return 0;
    }
    await program.parseAsync(words, { from: 'user' });
    return exitStatus;
  } catch (error) {
    if (isClosedOutput(error)) return 0;
    if (error instanceof CommanderError || error instanceof WrongUsage) return await reportUsage(error, context);
    return await reportError(error, context, argv.includes('--verbose') || argv.includes('-v'));
  }
}

/** Commander also throws after it has printed help or the version, with status 0; anything else is a usage error. */
async function reportUsage(error: CommanderError | WrongUsage, context: Context): Promise<number> {
  if (error instanceof CommanderError && error.exitCode === 0) return 0;
  const { NO_COMMAND, usageProblem } = await import('./usage-error.ts');
  const { message, hint } = error instanceof WrongUsage ? usageProblem(error) : NO_COMMAND;
  await printError(context, message, hint);
  return 2;
}

async function reportError(error: unknown, context: Context, verbose: boolean): Promise<number> {
  if (isSwjobError(error)) {
    // Ctrl-C at a prompt needs no message.
    if (error.message === '') return error.exitCode;
    await printError(context, error.message, error.hint);
    if (verbose) context.stderr.write(`${stackOf(error)}\n`);
    return error.exitCode;
  }
  if (isTooLong(error)) {
    await printError(context, 'a value or a row is longer than 512 MB, the maximum of a string', TOO_LONG_HINT);
    return EXIT_CODES['operation-failed'];
  }
  const message = messageOf(error);
  await printError(context, `internal error: ${message}`, 'Please report it, with the output of --verbose.');
  if (verbose) context.stderr.write(`${isError(error) ? error.stack : ''}\n`);
  return 1;
}

const TOO_LONG_HINT = 'Select other columns with --columns, or write artifacts to files with --save-artifacts.';

/** A JavaScript string holds at most 512 MB. */
function isTooLong(error: unknown): boolean {
  if (!isError(error)) return false;
  return 'code' in error ? error.code === 'ERR_STRING_TOO_LONG' : error.message === 'Invalid string length';
}

/** Prints the message on one line, then the lines of the hint, which a terminal gets wrapped between words. */
async function printError({ stderr, env }: Context, message: string, hint: string | undefined): Promise<void> {
  stderr.write(`swjob: ${visible(joinLines(message))}\n`);
  if (!hint) return;
  const shown = hint.split('\n').map(visible);
  const width = stderr.isTTY === true ? screenWidth(stderr, env) : undefined;
  const lines = width === undefined ? shown : await proseOf(shown, width);
  stderr.write(lines.map((line) => `${line}\n`).join(''));
}

async function proseOf(lines: readonly string[], width: number): Promise<readonly string[]> {
  const { proseLines } = await import('../render/width.ts');
  return lines.flatMap((line) => proseLines(line, width));
}

function stackOf(error: SwjobError): string {
  const cause = isError(error.cause) ? `\nCaused by: ${error.cause.stack}` : '';
  return visibleLines(`${error.stack}${cause}`);
}

function visibleLines(text: string): string {
  return text.split('\n').map(visible).join('\n');
}
