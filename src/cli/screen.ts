import type { Context, Output } from './context.ts';
import type { OutputOptions } from './global-options.ts';

const USUAL_WIDTH = 80;

/**
 * The cells of a line: of the terminal, else `$COLUMNS`, else 80. A terminal that says it is 0 wide does not know, as
 * in `docker exec -t`.
 */
export function screenWidth(stream: Pick<Output, 'columns'>, env: Context['env']): number {
  if (stream.columns !== undefined && stream.columns > 0) return stream.columns;
  const columns = env['COLUMNS'] ?? '';
  return /^[1-9]\d{0,4}$/.test(columns) ? Number(columns) : USUAL_WIDTH;
}

/** Whether the result is drawn for people: on a terminal, or where `-o table` or `--color always` asks for it. */
export function isForPeople({
  context,
  output,
}: {
  readonly context: Context;
  readonly output: OutputOptions;
}): boolean {
  if (output.format !== 'table' || output.quiet) return false;
  return output.drawn || (output.out === undefined && context.stdout.isTTY === true);
}
