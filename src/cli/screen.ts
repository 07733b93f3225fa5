import type { Context, Output } from './context.ts';
import type { OutputOptions } from './global-options.ts';

const DEFAULT_WIDTH = 80;

/**
 * The width in cells: of the terminal, else `$COLUMNS`, else 80. A terminal of width 0 does not know its width, as in
 * `docker exec -t`.
 */
export function screenWidth(stream: Pick<Output, 'columns'>, env: Context['env']): number {
  if (stream.columns !== undefined && stream.columns > 0) return stream.columns;
  const columns = env['COLUMNS'] ?? '';
  return /^[1-9]\d{0,4}$/.test(columns) ? Number(columns) : DEFAULT_WIDTH;
}

/** Whether the locale uses UTF-8; true if no variable names a locale. */
export function speaksUtf8(env: Context['env']): boolean {
  const locale = [env['LC_ALL'], env['LC_CTYPE'], env['LANG']].find((value) => value !== undefined && value !== '');
  return locale === undefined || /utf-?8/i.test(locale);
}

/** Whether the result is drawn for people: on a terminal, or if `-o table` or `--color always` asks for it. */
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
