import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Surroundings } from '../config/surroundings.ts';
import { makeFolder } from '../files/make-folder.ts';
import { replaceFile } from '../files/replace-file.ts';
import type { IsRunning } from '../standalone/processes.ts';
import { processStat } from './proc.ts';
import { isSameProcess } from './process-tree.ts';
import { stateFolder } from './state-folder.ts';

/** Far more than a note takes. */
const MAX_NOTE_LENGTH = 200;

/**
 * Notes which process runs a job, so that its status is known while it has no manifest: `<version>.pid` beside its log,
 * the process's id and when it started. Returns how to take the note away.
 */
export function noteRunning(folder: string, version: string, pid: number): () => void {
  const path = notePath(folder, version);
  makeFolder(folder, 0o700);
  replaceFile(path, `${pid} ${startOf(pid) ?? '-'}\n`, 0o600);
  return () => rmSync(path, { force: true });
}

/**
 * Tells whether the engine that swjob started for a job still lives. A note that was left behind, by a swjob that was
 * killed or before the machine started anew, counts for nothing.
 */
export function notedProcesses(surroundings: Surroundings, root: string): IsRunning {
  return (version) => {
    const note = readNote(() => notePath(stateFolder(surroundings, root), version));
    const [, pid, started] = /^(\d{1,10}) (\S+)\n$/.exec(note) ?? [];
    if (pid === undefined || started === undefined) return false;
    return isSameProcess(Number(pid), started === '-' ? null : started);
  };
}

function notePath(folder: string, version: string): string {
  return join(folder, `${version}.pid`);
}

function readNote(path: () => string): string {
  try {
    return readFileSync(path(), 'utf8').slice(0, MAX_NOTE_LENGTH);
  } catch {
    return '';
  }
}

/** Null where the machine does not tell. */
function startOf(pid: number): string | null {
  return processStat(pid)?.started ?? null;
}
