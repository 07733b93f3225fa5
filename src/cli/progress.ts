import { type Progress, type ProgressStream, startProgress } from '../render/progress.ts';
import type { Run } from './run.ts';

/** Tells on stderr that something is at work: on a terminal that can show it, unless the user wants it quiet. */
export function progressOf(run: Run, text: string): Progress {
  const { stderr, env } = run.context;
  const enabled = !run.output.quiet && env['TERM'] !== 'dumb';
  const progress = startProgress({ stream: stderr as ProgressStream, enabled, text });
  // The shell's prompt comes next.
  const release = run.context.onInterrupt(() => progress.stop());
  return {
    update: (next) => progress.update(next),
    stop() {
      release();
      progress.stop();
    },
  };
}
