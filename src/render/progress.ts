import { visible } from './control-characters.ts';

/** Shows on stderr that work goes on. */
export interface Progress {
  update(text: string): void;
  /** Removes the line; must be called before anything else is printed. */
  stop(): void;
}

/** Node's type of stderr. */
export type ProgressStream = NodeJS.WriteStream;

export interface ProgressOptions {
  /** Stderr. */
  readonly stream: ProgressStream;
  /** False for `--quiet`. */
  readonly enabled: boolean;
  readonly text: string;
  /** Milliseconds before anything is shown: quick work needs no progress. */
  readonly delay?: number;
}

const DEFAULT_DELAY = 400;
const SILENT: Progress = { update: () => {}, stop: () => {} };

/** Starts a spinner, which appears only on a terminal and only if the work takes a while. */
export function startProgress({ stream, enabled, text, delay = DEFAULT_DELAY }: ProgressOptions): Progress {
  if (!enabled || stream.isTTY !== true) return SILENT;
  let current = visible(text);
  let isStopped = false;
  let spinner: { text: string; stop(): unknown } | undefined;
  const show = async (): Promise<void> => {
    const { default: ora } = await import('ora');
    if (isStopped) return;
    // Input stays untouched: a command may read it, and Ctrl-C must still work.
    // `isEnabled`: we decide whether to show it, not the variables that ora checks.
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
