import type { TableSource } from '../../src/job/instance.ts';
import { openStandalone } from '../../src/standalone/instance.ts';
import { type StoreName, unpackStore } from './stores.ts';

/** Every table of a store's jobs, with its name for messages. */
export async function* tablesOfStore(
  name: StoreName,
): AsyncGenerator<{ readonly of: string; readonly table: TableSource }> {
  const root = await unpackStore(name);
  const instance = await openStandalone({ root, alias: 'local', summaryTable: 'eval/summary' });
  for (const project of ['self', 'another', 'third_project-2']) {
    const { jobs } = await instance.listJobs(project, {}).catch(() => ({ jobs: [] }));
    for (const { id } of jobs) {
      const job = await instance.findJob(project, id, 'any');
      for (const tableName of await job.tables()) yield { of: `${id} ${tableName}`, table: await job.table(tableName) };
    }
  }
}
