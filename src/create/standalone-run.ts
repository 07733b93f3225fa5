import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Environment } from '../config/environment.ts';
import { noteInLog } from '../engine/engine-log.ts';
import { placeText } from '../engine/error-place.ts';
import { reasonNote } from '../engine/log-cause.ts';
import type { GracePeriods } from '../engine/process-tree.ts';
import { type EngineEnd, type EngineRun, startEngine } from '../engine/run.ts';
import { RunNoteFile } from '../engine/run-note.ts';
import { stateFolder } from '../engine/state-folder.ts';
import { SwjobError } from '../errors.ts';
import { isFinal, type JobStatus } from '../job/record.ts';
import { jobFolder } from '../standalone/job-folders.ts';
import { readJobManifest, statusOf } from '../standalone/job-manifest.ts';
import type { StandalonePlan } from './standalone-plan.ts';

export interface RunHooks {
  /** Called once other commands can find the job, before the engine starts; if it throws, nothing is started. */
  readonly onStart?: () => Promise<void>;
  /** Receives what the engine prints, as it is printed. */
  readonly onOutput: (chunk: Uint8Array) => void;
  readonly warn: (text: string) => void;
  /** Ends the engine when a signal ends this process; returns a function that unregisters it. */
  readonly onInterrupt: (cleanup: () => Promise<void>) => () => void;
  readonly signal?: AbortSignal | undefined;
  readonly gracePeriods?: GracePeriods | undefined;
  readonly idleMs?: number | undefined;
}

/** The engine writes tables after it has recorded the job: if the disk is full then, they are lost. */
const NOT_STORED = /No space left on device|Disk quota exceeded|Read-only file system|Input\/output error/;

/** How long to wait until the note about an interrupted engine is written. */
const NOTE_MS = 2000;

/** How a job that ran here ended. */
export interface RunResult {
  readonly status: JobStatus;
  /** Null if the job succeeded, else the error to throw. */
  readonly failure: SwjobError | null;
}

/**
 * Runs a job until it finishes. The result is what the store then says; an engine that was interrupted, or never
 * recorded the job, is a failure.
 */
export async function runStandalone(
  plan: StandalonePlan,
  environment: Environment,
  hooks: RunHooks,
): Promise<RunResult> {
  const { project, version, handler, model, datasets } = plan;
  const { root } = plan.instance;
  const folder = { version, path: jobFolder(root, project, version, false), removed: false };
  const status = async (): Promise<JobStatus | null> => {
    const manifest = await readJobManifest(folder);
    return manifest === null ? null : statusOf(manifest);
  };
  if (hooks.signal?.aborted) throw new SwjobError('interrupted', 'the job was interrupted before it started');
  const state = stateFolder(environment, root);
  const startedAt = new Date().toISOString().replace(/\.\d+Z$/, 'Z');
  const note = new RunNoteFile(state, {
    ...{ version, project, handler, model, datasets, startedAt },
    ...{ hasFolder: false, failure: null },
  });
  let engine: EngineRun;
  try {
    await hooks.onStart?.();
    engine = await start(plan, environment, hooks, state, async () => {
      if (existsSync(folder.path)) note.sawFolder();
      return isFinal((await status()) ?? 'UNKNOWN');
    });
  } catch (error) {
    note.remove();
    throw error;
  }
  note.runsAs(engine.pid);
  const finish = async (): Promise<RunResult> => {
    const end = await engine.ended;
    const reason = reasonOf(plan, end, folder.path);
    const recorded = await status();
    const result = resultOf(plan, recorded, end, reason, hooks.warn);
    if (result.failure !== null && reason !== null) noteInLog(end.logPath, reasonNote(reason));
    if (isFinal(result.status)) note.remove();
    else note.ended(result.failure?.message ?? `the job was left as ${result.status}`);
    return result;
  };
  const finished = finish();
  const interrupt = async (): Promise<void> => {
    await engine.interrupt();
    // The note must be written before the process ends.
    await Promise.race([finished.catch(() => undefined), delay(NOTE_MS, undefined, { ref: false })]);
  };
  const release = hooks.onInterrupt(interrupt);
  hooks.signal?.addEventListener('abort', interrupt, { once: true });
  try {
    return await finished;
  } finally {
    release();
    hooks.signal?.removeEventListener('abort', interrupt);
  }
}

function start(
  { command, version, instance }: StandalonePlan,
  { env }: Environment,
  { onOutput, gracePeriods, idleMs }: RunHooks,
  state: string,
  isOver: () => Promise<boolean>,
): Promise<EngineRun> {
  return startEngine({
    ...{ command, version, env, stateFolder: state, onOutput, isFinal: isOver },
    // Python imports modules from here; a store holds only the folders of projects, so nothing can shadow a module.
    cwd: instance.root,
    ...(gracePeriods && { gracePeriods }),
    ...(idleMs !== undefined && { idleMs }),
  });
}

/** The error that the engine printed, with the file and line in the user's code. */
function reasonOf({ sources }: StandalonePlan, { cause, place }: EngineEnd, path: string): string | null {
  const where = place && placeText(place, join(path, 'snapshot'), sources);
  return cause === null || where === null ? cause : `${cause} (${where})`;
}

function resultOf(
  { uri }: StandalonePlan,
  status: JobStatus | null,
  end: EngineEnd,
  reason: string | null,
  warn: (text: string) => void,
): RunResult {
  const of = { uri, hint: `See what the engine printed: swjob logs ${uri}` };
  if (end.leftProcesses) warn('the job left processes behind; they were ended');
  if (end.wasHanging) warn('the engine was idle after the job had finished; it was ended');
  const why = reason === null ? '' : `: ${reason}`;
  if (status === 'SUCCESS') {
    if (reason !== null && NOT_STORED.test(reason)) return { status, failure: notStored(reason, of) };
    if (reason !== null) warn(`the job is recorded as SUCCESS, but the engine printed an error: ${reason}`);
    else if (end.exitStatus !== 0 && !end.wasHanging) warn(`the job is recorded as SUCCESS, but ${endText(end)}`);
    return { status, failure: null };
  }
  if (status === 'FAIL') {
    return { status, failure: new SwjobError('job-failed', `the job ended in FAIL${why}`, of) };
  }
  if (end.wasInterrupted) {
    return { status: status ?? 'UNKNOWN', failure: new SwjobError('interrupted', 'the job was interrupted', of) };
  }
  const recorded = status === null ? 'before it recorded the job' : `and left the job as ${status}`;
  return {
    status: status ?? 'UNKNOWN',
    failure: new SwjobError('operation-failed', `${endText(end)} ${recorded}${why}`, of),
  };
}

function notStored(reason: string, { uri, hint }: { readonly uri: string; readonly hint: string }): SwjobError {
  return new SwjobError(
    'operation-failed',
    `the job is recorded as SUCCESS, but not everything it logged could be stored: ${reason}`,
    { uri, hint: `Free some space and run it again.\n${hint}` },
  );
}

function endText({ exitStatus, signal }: EngineEnd): string {
  return signal === null ? `the engine ended with status ${exitStatus}` : `the engine was ended by ${signal}`;
}
