import { EXIT_CODES, isSwjobError } from '../../errors.ts';
import { humanSize } from '../../render/human-size.ts';
import { checkRoot } from '../../standalone/job-folders.ts';
import { checkStore, type StoreProblem } from '../../standalone/store-check.ts';
import { counted } from '../../text/counted.ts';
import { checkFields } from '../fields.ts';
import { type Finding, printFound } from '../findings.ts';
import { progressOf } from '../progress.ts';
import type { Run } from '../run.ts';

const FIELDS = ['path', 'kind', 'problem'] as const satisfies readonly (keyof StoreProblem)[];

/** Prints each damaged file of the Standalone store as it is found; exits 6 if there are any. */
export async function doctorStore(run: Run): Promise<number | undefined> {
  checkFields(run, FIELDS);
  const { storageRoot } = await run.session.config();
  checkRoot(storageRoot);
  let problems = 0;
  let checked = 0;
  const progress = progressOf(run, 'reading the store');
  const found = async function* () {
    const onProgress = (path: string) => {
      checked++;
      progress.update(path);
    };
    for await (const problem of checkStore(storageRoot, onProgress)) {
      problems++;
      progress.stop();
      yield problem;
    }
    progress.stop();
  };
  try {
    await printFound(run, found(), FIELDS, findingOf);
  } finally {
    progress.stop();
  }
  await noteOrphans(run, storageRoot);
  const read = `${checked} jobs, tables and blocks of ${storageRoot} read`;
  if (problems === 0) run.note(`${read}, none damaged`);
  else run.warn(`${counted(problems, 'damaged file')}; ${read}`);
  return problems === 0 ? undefined : EXIT_CODES.damaged;
}

/** Tables of deleted jobs are not damage: they only take space. */
async function noteOrphans(run: Run, root: string): Promise<void> {
  const { orphanTables } = await import('../../standalone/orphan-tables.ts');
  const { runRecords } = await import('../../engine/run-records.ts');
  const orphans = await orphanTables(root, runRecords(run.session.options, root, run.context.pid)).catch(
    (error: unknown) => {
      // What cannot be read has been reported already.
      if (!isSwjobError(error)) throw error;
      return [];
    },
  );
  if (orphans.length === 0) return;
  const bytes = humanSize(orphans.reduce((sum, table) => sum + table.bytes, 0));
  const names = orphans.slice(0, MAX_SHOWN).map(({ name, bytes: size }) => `  ${name}  ${humanSize(size)}`);
  const more = orphans.length > names.length ? [`  … and ${orphans.length - names.length} more`] : [];
  const title = orphans.length === 1 ? '1 table belongs' : `${orphans.length} tables belong`;
  for (const line of [`${title} to no job (${bytes}):`, ...names, ...more]) run.note(line);
  run.note('swjob doctor --store --prune deletes them.');
}

const MAX_SHOWN = 20;

function findingOf({ path, kind, problem }: StoreProblem): Finding {
  return { word: kind, paint: (text, palette) => palette.bad(text), title: path, details: [problem] };
}
