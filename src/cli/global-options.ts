import { usageError } from '../errors.ts';
import type { ColorFlag } from '../render/color.ts';
import { parseDuration } from '../text/duration.ts';
import { splitNames } from '../text/name-list.ts';
import { parseCount } from '../text/number.ts';
import { show } from '../text/show.ts';
import { meantAndKnown } from '../text/suggest.ts';
import { OUTPUT_FORMATS, type OutputFormat } from './output-format.ts';

/** The options that every command takes, before or after its name, as the command line gives them. */
export interface RawGlobalOptions {
  readonly output?: string;
  readonly json?: boolean;
  readonly fields?: string[];
  readonly typed?: boolean;
  readonly color?: string;
  readonly quiet?: boolean;
  readonly verbose?: boolean;
  readonly config?: string;
  readonly requestTimeout?: string;
  readonly insecure?: boolean;
  readonly safeCsv?: boolean;
  readonly skipDamaged?: boolean;
  readonly followLinks?: boolean;
  /** `--header` and `--no-header`; absent if neither was given. */
  readonly header?: boolean;
  readonly truncate?: boolean;
  readonly precision?: string;
  readonly pager?: boolean;
  readonly bom?: boolean;
  readonly excel?: boolean;
  readonly utc?: boolean;
}

/** How to print a command's result. */
export interface OutputOptions {
  readonly format: OutputFormat;
  /** Whether an option chose the format. */
  readonly isFormatGiven: boolean;
  /** Whether a table is drawn for people even if it does not go to a terminal. */
  readonly drawn: boolean;
  /** The file that takes the result; undefined for standard output. */
  readonly out: string | undefined;
  readonly fields: readonly string[] | undefined;
  readonly typed: boolean;
  readonly color: ColorFlag;
  readonly quiet: boolean;
  readonly safeCsv: boolean;
  readonly header: boolean | undefined;
  readonly truncate: boolean;
  /** Decimals of numbers in tables; undefined for about six digits. */
  readonly precision: number | undefined;
  readonly pager: boolean;
  /** Whether csv begins with a byte order mark, which tells Excel that it is UTF-8. */
  readonly bom: boolean;
  /** Whether times for people are in UTC instead of the local zone. */
  readonly utc: boolean;
}

export function outputOptions(raw: RawGlobalOptions): OutputOptions {
  const format = formatOf(raw);
  const color = oneOf(['auto', 'always', 'never'] as const, raw.color ?? 'auto', '--color');
  return {
    format,
    isFormatGiven: (raw.output ?? raw.json ?? raw.excel) !== undefined,
    drawn: format === 'table' && (raw.output !== undefined || color === 'always'),
    out: undefined,
    fields: raw.fields && splitNames(raw.fields, '--fields'),
    typed: raw.typed ?? false,
    color,
    quiet: raw.quiet ?? false,
    safeCsv: raw.safeCsv ?? raw.excel ?? false,
    header: raw.header,
    truncate: raw.truncate ?? true,
    precision: raw.precision === undefined ? undefined : decimalsOf(raw.precision),
    pager: raw.pager ?? true,
    bom: raw.bom ?? raw.excel ?? false,
    utc: raw.utc ?? false,
  };
}

/** The format that `--output`, `--json` or `--excel` chose. */
function formatOf({ output, json, excel }: RawGlobalOptions): OutputFormat {
  const named = output === undefined ? undefined : oneOf(OUTPUT_FORMATS, output, '--output');
  const meant = [json && ('json' as const), excel && ('csv' as const), named].filter(
    (format) => format !== undefined && format !== false,
  );
  const [first = 'table', ...others] = meant;
  if (others.every((other) => other === first)) return first;
  const flags = [json && '--json', excel && '--excel', output !== undefined && `--output ${output}`];
  throw usageError(`${flags.filter(Boolean).join(' and ')} cannot be used together`);
}

/** Doubles have at most 15 significant digits. */
function decimalsOf(text: string): number {
  const decimals = parseCount(text, '--precision', 0);
  if (decimals <= 15) return decimals;
  throw usageError(`--precision ${show(text)} is too large`, 'Give at most 15 decimals.');
}

export function requestTimeout(raw: RawGlobalOptions): number | undefined {
  return raw.requestTimeout === undefined ? undefined : parseDuration(raw.requestTimeout, '--request-timeout');
}

/** The word, if it is one of `words`; throws a usage error otherwise. */
export function oneOf<T extends string>(words: readonly T[], word: string, flag: string): T {
  const known = words.find((candidate) => candidate === word);
  if (known !== undefined) return known;
  throw usageError(`${flag} ${show(word)} is not known`, meantAndKnown(word, 'It is one of', words));
}
