import { usageError } from '../errors.ts';
import type { ColorFlag } from '../render/color.ts';
import { parseDuration } from '../text/duration.ts';
import { splitList } from '../text/list.ts';
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
  /** `--header` and `--no-header`; absent where neither was given. */
  readonly header?: boolean;
  readonly truncate?: boolean;
  readonly pager?: boolean;
}

/** How a command's result is to be printed. */
export interface OutputOptions {
  readonly format: OutputFormat;
  readonly fields: readonly string[] | undefined;
  readonly typed: boolean;
  readonly color: ColorFlag;
  readonly quiet: boolean;
  readonly safeCsv: boolean;
  readonly header: boolean | undefined;
  readonly truncate: boolean;
  readonly pager: boolean;
}

export function outputOptions(raw: RawGlobalOptions): OutputOptions {
  const format = raw.json ? 'json' : oneOf(OUTPUT_FORMATS, raw.output ?? 'table', '--output');
  if (raw.json && raw.output !== undefined && raw.output !== 'json') {
    throw usageError(`--json and --output ${raw.output} exclude each other`);
  }
  return {
    format,
    fields: raw.fields && splitList(raw.fields, '--fields'),
    typed: raw.typed ?? false,
    color: oneOf(['auto', 'always', 'never'] as const, raw.color ?? 'auto', '--color'),
    quiet: raw.quiet ?? false,
    safeCsv: raw.safeCsv ?? false,
    header: raw.header,
    truncate: raw.truncate ?? true,
    pager: raw.pager ?? true,
  };
}

export function requestTimeout(raw: RawGlobalOptions): number | undefined {
  return raw.requestTimeout === undefined ? undefined : parseDuration(raw.requestTimeout, '--request-timeout');
}

/** The word, if it is one of those that the option (`flag`) knows. */
export function oneOf<T extends string>(words: readonly T[], word: string, flag: string): T {
  const known = words.find((candidate) => candidate === word);
  if (known !== undefined) return known;
  throw usageError(`${flag} ${show(word)} is not known`, meantAndKnown(word, 'It is one of', words));
}
