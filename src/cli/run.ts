import type { SwjobError } from '../errors.ts';
import { visible } from '../render/control-characters.ts';
import { proseLines } from '../render/width.ts';
import { Session } from '../session.ts';
import type { SessionOptions } from '../session-options.ts';
import type { Context } from './context.ts';
import { type OutputOptions, outputOptions, type RawGlobalOptions, requestTimeout } from './global-options.ts';
import { screenWidth } from './screen.ts';

/** What a command's `run` works with, beside its own arguments and options. */
export interface Run {
  readonly context: Context;
  readonly session: Session;
  readonly output: OutputOptions;
  readonly verbose: boolean;
  /** Whether `--save-artifacts` may read from addresses of the web that the data names. */
  readonly followLinks: boolean;
  /** If damage may be skipped: called with each damaged line or block. */
  readonly skipDamaged: ((damage: SwjobError) => void) | undefined;
  /** A line for people, on stderr; not with --quiet. */
  note(text: string): void;
  /** A warning, on stderr, whatever the options. */
  warn(text: string): void;
  /** How many damaged lines and blocks were skipped so far. */
  skipped(): number;
  /** Says how many damaged lines and blocks were skipped beyond so many, if any. */
  warnOfSkipped(before?: number): void;
}

/** A command: its arguments and options as commander read them; the exit status where it is not 0. */
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
