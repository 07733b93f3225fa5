import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { SwjobError } from '../errors.ts';
import { makeFolder } from '../files/make-folder.ts';
import { replaceFile } from '../files/replace-file.ts';
import { failedWrite } from '../files/write-failure.ts';
import { readTextFile } from '../standalone/regular-file.ts';
import type { StartedRun } from '../standalone/run-records.ts';
import { processStat } from './proc.ts';
import { isSameProcess } from './process-tree.ts';

/** Far more than a note needs. */
const MAX_BYTES = 1 << 20;
const EXTENSION = '.run.json';
const OWNER_ONLY = 0o600;

/** A note with the process that works on the job. */
export interface RunNote extends StartedRun {
  readonly pid: number;
  /** When the process started, which distinguishes it from a later one with the same id; null if unknown. */
  readonly processStart: string | null;
}

/**
 * What swjob knows about a job that it runs, until the store knows it: `<version>.run.json` beside its log. It exists
 * before the job's id is printed, and remains if the engine ends without recording the job.
 */
export class RunNoteFile {
  private readonly path: string;
  private note: RunNote;

  /** Writes the note, at first with this process, which is about to start the engine. */
  constructor(folder: string, run: StartedRun) {
    this.path = notePath(folder, run.version);
    this.note = { ...run, pid: process.pid, processStart: startOf(process.pid) };
    try {
      makeFolder(folder, 0o700);
      this.write();
    } catch (error) {
      throw failedInState(`cannot write ${this.path}`, error);
    }
  }

  /** Notes the process that runs the job from now on. */
  runsAs(pid: number): void {
    this.change({ pid, processStart: startOf(pid) });
  }

  sawFolder(): void {
    if (!this.note.hasFolder) this.change({ hasFolder: true });
  }

  /** Notes that no process runs the job any more, and that it has no result. */
  ended(failure: string): void {
    this.change({ failure, pid: 0, processStart: null });
  }

  remove(): void {
    rmSync(this.path, { force: true });
  }

  private change(changes: Partial<RunNote>): void {
    this.note = { ...this.note, ...changes };
    try {
      this.write();
    } catch {
      // On a full disk, the job goes on without a note.
    }
  }

  private write(): void {
    replaceFile(this.path, `${JSON.stringify(this.note)}\n`, OWNER_ONLY);
  }
}

export function readNote(folder: string, version: string): RunNote | null {
  try {
    return noteOf(JSON.parse(readTextFile(notePath(folder, version), MAX_BYTES) ?? 'null'), version);
  } catch {
    return null;
  }
}

/** All notes in a folder; anything else is skipped. */
export function readNotes(folder: string): readonly RunNote[] {
  let names: readonly string[];
  try {
    names = readdirSync(folder);
  } catch {
    return [];
  }
  return names.flatMap((name) =>
    name.endsWith(EXTENSION) ? (readNote(folder, name.slice(0, -EXTENSION.length)) ?? []) : [],
  );
}

export function removeNote(folder: string, version: string): void {
  rmSync(notePath(folder, version), { force: true });
}

/** Whether the process of a note is still alive. */
export function isAlive({ pid, processStart }: RunNote): boolean {
  return pid > 0 && isSameProcess(pid, processStart);
}

function notePath(folder: string, version: string): string {
  return join(folder, `${version}${EXTENSION}`);
}

function startOf(pid: number): string | null {
  return processStat(pid)?.started ?? null;
}

function noteOf(data: unknown, version: string): RunNote | null {
  const note = Object(data) as { readonly [Name in keyof RunNote]?: unknown };
  const { pid, processStart, project, handler, model, datasets, startedAt, hasFolder, failure } = note;
  const isValid =
    note.version === version &&
    Number.isSafeInteger(pid) &&
    [project, handler, model, startedAt].every((text) => typeof text === 'string') &&
    Array.isArray(datasets) &&
    datasets.every((uri) => typeof uri === 'string') &&
    !Number.isNaN(Date.parse(String(startedAt)));
  if (!isValid) return null;
  return {
    version,
    pid: Number(pid),
    processStart: typeof processStart === 'string' ? processStart : null,
    project: String(project),
    handler: String(handler),
    model: String(model),
    datasets: datasets as string[],
    startedAt: String(startedAt),
    hasFolder: hasFolder === true,
    failure: typeof failure === 'string' ? failure : null,
  };
}

/** The error for a file in the folder of logs and notes that cannot be written. */
export function failedInState(what: string, error: unknown): SwjobError {
  return failedWrite(what, error, 'Set $XDG_STATE_HOME to a folder that you may write to.');
}
