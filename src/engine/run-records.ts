import type { Environment } from '../config/environment.ts';
import type { RunRecords } from '../standalone/run-records.ts';
import { isAlive, readNote, readNotes, removeNote } from './run-note.ts';
import { runningProcesses } from './running-processes.ts';
import { existingStateFolder } from './state-folder.ts';

/** A list asks about each of its failed jobs; a folder that does not exist is not looked for each time. */
const LOOK_AGAIN_MS = 50;

/** What this machine knows about the jobs of a store besides the store itself. `ownPid` never counts as running a job. */
export function runRecords(environment: Environment, root: string, ownPid: number): RunRecords {
  let known: string | null = null;
  let lookedAt = Number.NEGATIVE_INFINITY;
  const folder = (): string | null => {
    if (known !== null || Date.now() - lookedAt < LOOK_AGAIN_MS) return known;
    known = existingStateFolder(environment, root);
    lookedAt = Date.now();
    return known;
  };
  const noteOf = (version: string) => {
    const path = folder();
    return path === null ? null : readNote(path, version);
  };
  const hasProcess = runningProcesses(ownPid);
  return {
    isRunning(version) {
      const note = noteOf(version);
      return (note !== null && isAlive(note)) || hasProcess(version);
    },
    started: noteOf,
    startedIn(project) {
      const path = folder();
      return path === null ? [] : readNotes(path).filter((note) => note.project === project);
    },
    async cause(version) {
      const path = folder();
      if (path === null) return null;
      const { causeInLog } = await import('./log-cause.ts');
      return causeInLog(path, version);
    },
    async forget(version) {
      const path = folder();
      if (path === null) return;
      const { removeEngineLog } = await import('./engine-log.ts');
      removeNote(path, version);
      removeEngineLog(path, version);
    },
  };
}
