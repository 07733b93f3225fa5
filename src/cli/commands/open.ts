import { rowFromPlain } from '../../datastore/typed-value.ts';
import { usageError } from '../../errors.ts';
import { showInBrowser } from '../browser.ts';
import { type FoundJob, findJob } from '../jobs.ts';
import { printDocument } from '../print-document.ts';
import type { Command, Run } from '../run.ts';
import { isServerInstance } from '../server-job.ts';

/** Opens the page of a Server's job in the web console. */
export const open: Command = async ([uri = ''], _options, run) => {
  await openJobPage(run, await findJob(run, uri));
};

/**
 * Shows a job's console page in the browser. Prints its address if stdout is not a terminal, the output is for programs,
 * or there is no browser. Throws a usage error for a Standalone job.
 */
export async function openJobPage(run: Run, { instance, source, target }: FoundJob): Promise<void> {
  if (!isServerInstance(instance)) {
    throw usageError(
      'a Standalone job has no page in a web console',
      `Make a page with: swjob report ${source.id} --out report.html`,
    );
  }
  const url = await instance.jobs.consoleUrl(target.project, source.id);
  const { format, quiet, fields } = run.output;
  const isForPeople = run.context.stdout.isTTY === true && format === 'table' && !quiet && fields === undefined;
  if (isForPeople && (await showInBrowser(run.context, url))) {
    run.note(`Opened ${url}`);
    return;
  }
  await printDocument(run, {
    record: rowFromPlain({ uri: source.uri, url }),
    id: url,
    lines: () => [url],
  });
}
