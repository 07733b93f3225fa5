import type { SwjobError } from '../errors.ts';
import { visible } from '../render/control-characters.ts';
import { proseLines } from '../render/width.ts';
import { Session } from '../session.ts';
import type { SessionOptions } from '../session-options.ts';
import type { Context } from './context.ts';
import { type OutputOptions, outputOptions, type RawGlobalOptions, requestTimeout } from './global-options.ts';
import { screenWidth } from './screen.ts';

/** What a command gets besides its own arguments and options. */
export interface Run {
  readonly context: Context;
  readonly session: Session;
  readonly output: OutputOptions;
  readonly verbose: boolean;
  /** Whether `--save-artifacts` may read web addresses that the data names. */
  readonly followLinks: boolean;
  /** Called with each damaged line or block; undefined if damage must not be skipped. */
  readonly skipDamaged: ((damage: SwjobError) => void) | undefined;
  /** Prints a line for people to stderr, unless `--quiet` is given. */
  note(text: string): void;
  /** Prints a warning to stderr, whatever the options. */
  warn(text: string): void;
  /** The number of damaged lines and blocks skipped so far. */
  skipped(): number;
  /** Warns if damaged lines and blocks were skipped beyond the first `before`. */
  warnOfSkipped(before?: number): void;
}

/** A command: takes arguments and options as commander parsed them; returns the exit status if it is not 0. */
export type Command<Options = Record<string, never>> = (
  args: readonly string[],
  options: Options,
  run: Run,
) => Promise<number | undefined>;

export function startRun(raw: RawGlobalOptions, context: Context): Run {
  const output = outputOptions(raw);
  const print = (text: string) => context.stderr.write(`swjob: ${visible(text)}\n`);
  const options: SessionOptions = {
    env: context.env,
    home: context.home,
    pid: context.pid,
    configFile: raw.config,
    secrets: context.secrets,
    http: {
      requestTimeoutMs: requestTimeout(raw),
      insecure: raw.insecure,
      log: raw.verbose ? (line) => context.stderr.write(`${visible(line)}\n`) : undefined,
      warn: print,
    },
  };
  const session = context.openSession?.(options) ?? new Session(options);
  let skipped = 0;
  return {
    context,
    session,
    output,
    verbose: raw.verbose ?? false,
    followLinks: raw.followLinks ?? false,
    skipDamaged: raw.skipDamaged
      ? (damage) => {
          skipped++;
          print(`skipped: ${damage.message}`);
        }
      : undefined,
    note(text) {
      if (output.quiet) return;
      const { stderr, env } = context;
      const shown = visible(text);
      const lines = stderr.isTTY === true ? proseLines(shown, screenWidth(stderr, env)) : [shown];
      context.stderr.write(`${lines.join('\n')}\n`);
    },
    warn: print,
    skipped: () => skipped,
    warnOfSkipped(before = 0) {
      const count = skipped - before;
      if (count > 0) print(`incomplete: skipped ${count} damaged ${count === 1 ? 'line or block' : 'lines or blocks'}`);
    },
  };
}
