import type { Surroundings } from '../config/surroundings.ts';
import type { Graces } from '../engine/process-tree.ts';
import { type EngineEnd, startEngine } from '../engine/run.ts';
import { stateFolder } from '../engine/state-folder.ts';
import { SwjobError } from '../errors.ts';
import { isFinal, type JobStatus } from '../job/record.ts';
import { jobFolder } from '../standalone/job-folders.ts';
import { readJobManifest, statusOf } from '../standalone/job-manifest.ts';
import type { StandalonePlan } from './standalone-plan.ts';

export interface RunHooks {
  /** What the engine prints, as it comes. */
  readonly onOutput: (chunk: Uint8Array) => void;
  readonly warn: (text: string) => void;
  /** Has the engine ended when the process is; returns how to take that back. */
  readonly onInterrupt: (cleanup: () => Promise<void>) => () => void;
  readonly signal?: AbortSignal | undefined;
  readonly graces?: Graces | undefined;
  readonly idleMs?: number | undefined;
}

/** How a job that ran here ended. */
export interface RunResult {
  readonly status: JobStatus;
  /** Null for a job that succeeded; else why it did not, ready to be thrown. */
  readonly failure: SwjobError | null;
}

/**
 * Runs a job to its end. What the store says then is the result; an engine that never recorded the job, or that was
 * interrupted, is an error.
 */
export async function runStandalone(
  plan: StandalonePlan,
  surroundings: Surroundings,
  hooks: RunHooks,
): Promise<RunResult> {
  const { project, version, command } = plan;
  const { root } = plan.instance;
  const folder = { version, path: jobFolder(root, project, version, false), removed: false };
  const status = async (): Promise<JobStatus | null> => {
    const manifest = await readJobManifest(folder);
    return manifest === null ? null : statusOf(manifest);
  };
  if (hooks.signal?.aborted) throw new SwjobError('interrupted', 'the job was interrupted before it began');
  const engine = await startEngine({
    command,
    version,
    env: surroundings.env,
    // It holds the folders of projects only, so that no module of the user's takes the place of another.
    cwd: root,
    stateFolder: stateFolder(surroundings, root),
    onOutput: hooks.onOutput,
    isFinal: async () => isFinal((await status()) ?? 'UNKNOWN'),
    ...(hooks.graces && { graces: hooks.graces }),
    ...(hooks.idleMs !== undefined && { idleMs: hooks.idleMs }),
  });
  const interrupt = (): Promise<void> => engine.interrupt();
  const release = hooks.onInterrupt(interrupt);
  hooks.signal?.addEventListener('abort', interrupt, { once: true });
  // Aborted while the engine was being started.
  if (hooks.signal?.aborted) void interrupt();
  try {
    const end = await engine.ended;
    return resultOf(plan, await status(), end, hooks.warn);
  } finally {
    release();
    hooks.signal?.removeEventListener('abort', interrupt);
  }
}

function resultOf(
  { uri }: StandalonePlan,
  status: JobStatus | null,
  end: EngineEnd,
  warn: (text: string) => void,
): RunResult {
  const hint = `What the engine printed: swjob logs ${uri}`;
  if (end.leftProcesses) warn('the job left processes behind; they were ended');
  if (end.wasHanging) warn('the engine did nothing more after the job had ended; it was ended');
  const why = end.cause === null ? '' : `: ${end.cause}`;
  if (status === 'SUCCESS') {
    if (end.cause !== null) warn(`the job is recorded as SUCCESS, but the engine printed an error: ${end.cause}`);
    else if (end.exitStatus !== 0 && !end.wasHanging) warn(`the job is recorded as SUCCESS, but ${endText(end)}`);
    return { status, failure: null };
  }
  if (status === 'FAIL') {
    return { status, failure: new SwjobError('job-failed', `the job ended in FAIL${why}`, { hint }) };
  }
  if (end.wasInterrupted) {
    return { status: status ?? 'UNKNOWN', failure: new SwjobError('interrupted', 'the job was interrupted', { hint }) };
  }
  const told = status === null ? 'before it recorded the job' : `and left the job as ${status}`;
  return {
    status: status ?? 'UNKNOWN',
    failure: new SwjobError('operation-failed', `${endText(end)} ${told}${why}`, { hint }),
  };
}

function endText({ exitStatus, signal }: EngineEnd): string {
  return signal === null ? `the engine ended with status ${exitStatus}` : `the engine was ended by ${signal}`;
}
