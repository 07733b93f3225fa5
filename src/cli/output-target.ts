import { ByteSink, type Sink } from '../render/byte-sink.ts';
import { colorLevel, type Palette, palette as paletteOf } from '../render/color.ts';
import type { OutputSink } from '../render/file-sink.ts';
import type { RowFormat } from '../render/formats.ts';
import type { Run } from './run.ts';
import { ScreenSink } from './screen-sink.ts';

/** Where the output goes, and how. */
export interface Target {
  readonly sink: OutputSink;
  readonly format: RowFormat;
  readonly isTerminal: boolean;
  palette(): Promise<Palette>;
  /** Runs once all is printed. */
  after?: () => Promise<void>;
  release(): void;
}

/** The target of a command's output: a file where one is named, else stdout, through a pager where it is long. */
export async function openTarget(run: Run): Promise<Target> {
  const { output, context } = run;
  const { out } = output;
  const isTerminal = out === undefined && context.stdout.isTTY === true;
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
  const sink = isTerminal && output.pager ? new ScreenSink(stdout, context) : committed(stdout);
  return { sink, format, isTerminal, palette, release: () => undefined };
}

function committed(sink: Sink): OutputSink {
  return {
    write: (chunk) => sink.write(chunk),
    flush: () => sink.flush(),
    commit: () => sink.flush(),
    abort: () => undefined,
  };
}
