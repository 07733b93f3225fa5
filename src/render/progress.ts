import { visible } from './control-characters.ts';

/** Tells on stderr that something is at work. */
export interface Progress {
  update(text: string): void;
  /** Takes the line away again; must be called before anything else is printed. */
  stop(): void;
}

/** A terminal as Node gives it: stderr. */
export type ProgressStream = NodeJS.WriteStream;

export interface ProgressOptions {
  /** Stderr. */
  readonly stream: ProgressStream;
  /** False for `--quiet`. */
  readonly enabled: boolean;
  readonly text: string;
  /** Milliseconds before anything shows: what is quick enough needs no progress. */
  readonly delay?: number;
}

const USUAL_DELAY = 400;
const SILENT: Progress = { update: () => {}, stop: () => {} };

/** A spinner, on a terminal only and only when the work takes longer than a moment; else one that does nothing. */
export function startProgress({ stream, enabled, text, delay = USUAL_DELAY }: ProgressOptions): Progress {
  if (!enabled || stream.isTTY !== true) return SILENT;
  let current = visible(text);
  let isStopped = false;
  let spinner: { text: string; stop(): unknown } | undefined;
  const show = async (): Promise<void> => {
    const { default: ora } = await import('ora');
    if (isStopped) return;
    // Input stays untouched: a command may be reading from it, and Ctrl-C must work as ever.
    // Whether it is shown is decided here, not by the variables that ora itself looks at.
    spinner = ora({ text: current, stream, isEnabled: true, discardStdin: false, hideCursor: false }).start();
  };
  // A spinner that cannot be shown must not end the command.
  const timer = setTimeout(() => void show().catch(() => {}), delay);
  timer.unref();
  return {
    update(next) {
      current = visible(next);
      if (spinner !== undefined) spinner.text = current;
    },
    stop() {
      isStopped = true;
      clearTimeout(timer);
      spinner?.stop();
      spinner = undefined;
    },
  };
}
