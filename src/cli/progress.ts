import { type Progress, type ProgressStream, startProgress } from '../render/progress.ts';
import type { Run } from './run.ts';

/** What a command that waits shows while a server is away, perhaps as it restarts. */
export const AWAY = 'waiting: the server does not answer';

/** Shows on stderr that work goes on, if that is a terminal that can show it and `--quiet` is not given. */
export function progressOf(run: Run, text: string): Progress {
  const { stderr, env } = run.context;
  const enabled = !run.output.quiet && env['TERM'] !== 'dumb';
  const progress = startProgress({ stream: stderr as ProgressStream, enabled, text });
  // The shell's prompt must not follow a spinner.
  const release = run.context.onInterrupt(() => progress.stop());
  return {
    update: (next) => progress.update(next),
    stop() {
      release();
      progress.stop();
    },
  };
}
