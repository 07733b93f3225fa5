import { rowFromPlain } from '../../datastore/typed-value.ts';
import { runRecords } from '../../engine/run-records.ts';
import { EXIT_CODES } from '../../errors.ts';
import { humanSize } from '../../render/human-size.ts';
import { checkRoot } from '../../standalone/job-folders.ts';
import { type JobTable, orphanTables } from '../../standalone/orphan-tables.ts';
import { pruneTables } from '../../standalone/prune.ts';
import { counted } from '../../text/counted.ts';
import { confirm } from '../confirm.ts';
import { checkFields } from '../fields.ts';
import { printRows } from '../present.ts';
import type { Run } from '../run.ts';

export interface PruneOptions {
  readonly dryRun?: boolean;
  readonly yes?: boolean;
}

const FIELDS = ['name', 'bytes', 'deleted', 'error'] as const;

/** Deletes the tables that belong to no job, after asking, and prints each. */
export async function doctorPrune(
  run: Run,
  { dryRun = false, yes = false }: PruneOptions,
): Promise<number | undefined> {
  checkFields(run, FIELDS);
  const { storageRoot } = await run.session.config();
  checkRoot(storageRoot);
  const runs = runRecords(run.session.options, storageRoot, run.context.pid);
  const orphans = await orphanTables(storageRoot, runs);
  if (orphans.length === 0 || dryRun) {
    await printTables(
      run,
      orphans.map((table) => ({ table, error: null })),
      false,
    );
    run.note(orphans.length === 0 ? 'Every table belongs to a job.' : `${sizeOf(orphans)} would be deleted.`);
    return undefined;
  }
  await confirm(run, `Permanently delete ${sizeOf(orphans)} of jobs that no longer exist?`, yes);
  const pruned = await pruneTables(storageRoot, orphans, runs);
  await printTables(run, pruned, true);
  const failed = pruned.filter(({ error }) => error !== null);
  for (const { table, error } of failed) run.warn(`${table.name} was not deleted: ${error}`);
  run.note(`${sizeOf(pruned.flatMap(({ table, error }) => (error === null ? [table] : [])))} deleted.`);
  return failed.length > 0 ? EXIT_CODES['operation-failed'] : undefined;
}

function sizeOf(tables: readonly JobTable[]): string {
  const bytes = humanSize(tables.reduce((sum, table) => sum + table.bytes, 0));
  return `${counted(tables.length, 'table')} (${bytes})`;
}

async function printTables(
  run: Run,
  tables: readonly { readonly table: JobTable; readonly error: string | null }[],
  isDone: boolean,
): Promise<void> {
  const rows = tables.map(({ table: { name, bytes }, error }) =>
    rowFromPlain({ name, bytes, deleted: isDone && error === null, error }),
  );
  await printRows(run, {
    batches: () => [rows],
    columns: () => FIELDS,
    shown: FIELDS,
    idColumn: 'name',
    columnStyles: [
      {
        name: 'bytes',
        importance: 2,
        align: 'right',
        format: ({ value }) => (typeof value === 'number' ? humanSize(value) : ''),
      },
    ],
  });
}
