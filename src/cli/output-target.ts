import { usageError } from '../errors.ts';
import { asciiSink } from '../render/ascii.ts';
import { ByteSink, type Sink } from '../render/byte-sink.ts';
import { colorLevel, type Palette, palette as paletteOf } from '../render/color.ts';
import type { OutputSink } from '../render/file-sink.ts';
import type { RowFormat } from '../render/formats.ts';
import type { Run } from './run.ts';
import { speaksUtf8 } from './screen.ts';
import { ScreenSink } from './screen-sink.ts';

/** Where the output goes, and how. */
export interface Target {
  readonly sink: OutputSink;
  readonly format: RowFormat;
  readonly isTerminal: boolean;
  palette(): Promise<Palette>;
  /** Maximum of rows to draw if there is no pager to stop them from flooding the screen. */
  readonly maxRows?: number | undefined;
  release(): void;
}

const ROWS_WITHOUT_PAGER = 1000;

/** What will be printed. */
interface Expected {
  readonly isTable?: boolean;
  readonly takesParquet?: boolean;
}

/** Prints to the output of a command; a file appears under its name only if all of it could be written. */
export async function printTo<Result>(
  run: Run,
  expected: Expected,
  print: (target: Target) => Promise<Result>,
): Promise<Result> {
  const target = await openTarget(run, expected);
  try {
    const isAscii = target.format === 'terminal' && run.output.out === undefined && !speaksUtf8(run.context.env);
    const result = await print(isAscii ? { ...target, sink: asciiSink(target.sink) } : target);
    await target.sink.commit();
    return result;
  } catch (error) {
    target.sink.abort();
    throw error;
  } finally {
    target.release();
  }
}

/** Opens the target of a command's output: the file of `--out`, else stdout, through a pager if it is long. */
async function openTarget(run: Run, { isTable = false, takesParquet = false }: Expected): Promise<Target> {
  const { output, context } = run;
  const { out } = output;
  const isTerminal = out === undefined && context.stdout.isTTY === true;
  if (output.format === 'parquet') checkParquet(run, takesParquet, isTerminal);
  const isDrawn = isTerminal || output.drawn;
  const format: RowFormat = output.format !== 'table' ? output.format : isDrawn ? 'terminal' : 'piped';
  const palette = async () => {
    return paletteOf(colorLevel({ flag: output.color, env: context.env, isTTY: isTerminal }));
  };
  if (out !== undefined) {
    const { openFileSink } = await import('../render/file-sink.ts');
    const sink = openFileSink(out);
    return { sink, format, isTerminal, palette, release: context.onInterrupt(() => sink.abort()) };
  }
  const stdout = new ByteSink(context.stdout);
  const release = () => undefined;
  if (!isTerminal || !output.pager) return { sink: committed(stdout), format, isTerminal, palette, release };
  const isDrawnTable = isTable && format === 'terminal';
  const { pagerCommand } = await import('../render/pager.ts');
  const maxRows = isDrawnTable && pagerCommand(context.env) === null ? ROWS_WITHOUT_PAGER : undefined;
  return { sink: new ScreenSink(stdout, context, isDrawnTable), format, isTerminal, palette, maxRows, release };
}

function checkParquet({ output }: Run, isTaken: boolean, isTerminal: boolean): void {
  if (!isTaken) {
    throw usageError('--output parquet is only for rows and list', 'Choose json, jsonl, csv, tsv or md.');
  }
  if (output.quiet) throw usageError('--quiet and --output parquet cannot be used together');
  if (!isTerminal) return;
  throw usageError('a terminal cannot show parquet', 'Write it to a file with --out FILE.parquet, or pipe it.');
}

function committed(sink: Sink): OutputSink {
  return {
    write: (chunk) => sink.write(chunk),
    flush: () => sink.flush(),
    commit: () => sink.flush(),
    abort: () => undefined,
  };
}
