import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Surroundings } from '../config/surroundings.ts';
import { noteInLog } from '../engine/engine-log.ts';
import { placeText } from '../engine/error-place.ts';
import { reasonNote } from '../engine/log-cause.ts';
import type { Graces } from '../engine/process-tree.ts';
import { type EngineEnd, type EngineRun, startEngine } from '../engine/run.ts';
import { RunNoteFile } from '../engine/run-note.ts';
import { stateFolder } from '../engine/state-folder.ts';
import { SwjobError } from '../errors.ts';
import { isFinal, type JobStatus } from '../job/record.ts';
import { jobFolder } from '../standalone/job-folders.ts';
import { readJobManifest, statusOf } from '../standalone/job-manifest.ts';
import type { StandalonePlan } from './standalone-plan.ts';

export interface RunHooks {
  /** Called once others can find the job, before the engine starts; where it fails, nothing is started. */
  readonly onStart?: () => Promise<void>;
  /** What the engine prints, as it comes. */
  readonly onOutput: (chunk: Uint8Array) => void;
  readonly warn: (text: string) => void;
  /** Has the engine ended when the process is; returns how to take that back. */
  readonly onInterrupt: (cleanup: () => Promise<void>) => () => void;
  readonly signal?: AbortSignal | undefined;
  readonly graces?: Graces | undefined;
  readonly idleMs?: number | undefined;
}

/** The engine writes tables last, when it has recorded the job: what a disk then refuses is lost. */
const NOT_STORED = /No space left on device|Disk quota exceeded|Read-only file system|Input\/output error/;

/** How long the end of an engine that was interrupted may take to be noted. */
const NOTE_MS = 2000;

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
  const { project, version, handler, model, datasets } = plan;
  const { root } = plan.instance;
  const folder = { version, path: jobFolder(root, project, version, false), removed: false };
  const status = async (): Promise<JobStatus | null> => {
    const manifest = await readJobManifest(folder);
    return manifest === null ? null : statusOf(manifest);
  };
  if (hooks.signal?.aborted) throw new SwjobError('interrupted', 'the job was interrupted before it began');
  const state = stateFolder(surroundings, root);
  const startedAt = new Date().toISOString().replace(/\.\d+Z$/, 'Z');
  const note = new RunNoteFile(state, {
    ...{ version, project, handler, model, datasets, startedAt },
    ...{ hasFolder: false, failure: null },
  });
  let engine: EngineRun;
  try {
    await hooks.onStart?.();
    engine = await start(plan, surroundings, hooks, state, async () => {
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
    // What is noted of the end is written before the process ends.
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
  { env }: Surroundings,
  { onOutput, graces, idleMs }: RunHooks,
  state: string,
  isOver: () => Promise<boolean>,
): Promise<EngineRun> {
  return startEngine({
    ...{ command, version, env, stateFolder: state, onOutput, isFinal: isOver },
    // It holds the folders of projects only, so that no module of the user's takes the place of another.
    cwd: instance.root,
    ...(graces && { graces }),
    ...(idleMs !== undefined && { idleMs }),
  });
}

/** The error that the engine told, with the user's own file and line. */
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
  const hint = `What the engine printed: swjob logs ${uri}`;
  if (end.leftProcesses) warn('the job left processes behind; they were ended');
  if (end.wasHanging) warn('the engine did nothing more after the job had ended; it was ended');
  const why = reason === null ? '' : `: ${reason}`;
  if (status === 'SUCCESS') {
    if (reason !== null && NOT_STORED.test(reason)) return { status, failure: notStored(reason, hint) };
    if (reason !== null) warn(`the job is recorded as SUCCESS, but the engine printed an error: ${reason}`);
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

function notStored(reason: string, hint: string): SwjobError {
  return new SwjobError(
    'operation-failed',
    `the job is recorded as SUCCESS, but not all that it logged could be stored: ${reason}`,
    { hint: `Free some space and run it again.\n${hint}` },
  );
}

function endText({ exitStatus, signal }: EngineEnd): string {
  return signal === null ? `the engine ended with status ${exitStatus}` : `the engine was ended by ${signal}`;
}
