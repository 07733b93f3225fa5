import { rowFromPlain } from '../../datastore/typed-value.ts';
import { usageError } from '../../errors.ts';
import { showInBrowser } from '../browser.ts';
import { type FoundJob, findJob } from '../jobs.ts';
import { printDocument } from '../present.ts';
import type { Command, Run } from '../run.ts';
import { isServerInstance } from '../server-job.ts';

/** Opens the page of a Server's job in the web console. */
export const open: Command = async ([uri = ''], _options, run) => {
  await openJobPage(run, await findJob(run, uri));
  return undefined;
};

/**
 * Shows the console's page of a job in the browser. Where the output is no terminal, is for programs, or there is no
 * browser, its address is printed. A Standalone job has none: that is wrong usage.
 */
export async function openJobPage(run: Run, { instance, source, target }: FoundJob): Promise<void> {
  if (!isServerInstance(instance)) {
    throw usageError(
      'a Standalone job has no page in a web console',
      `Write one: swjob report ${source.id} --out report.html`,
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
    lines: async () => [url],
    piped: async () => [url],
  });
}
