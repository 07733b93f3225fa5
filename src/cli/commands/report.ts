import { usageError } from '../../errors.ts';
import { PickleReader } from '../../job/pickle-reader.ts';
import { gatherReport } from '../../report/gather.ts';
import { html } from '../../report/html.ts';
import { jobHeader, jobSections, jobTitle } from '../../report/job-page.ts';
import { pageText } from '../../report/page.ts';
import { parseSize } from '../../text/size.ts';
import { VERSION } from '../../version.ts';
import { findJob } from '../jobs.ts';
import { openTarget } from '../output-target.ts';
import { progressOf } from '../progress.ts';
import type { Command } from '../run.ts';

export interface ReportOptions {
  readonly out?: string;
  readonly maxBytes?: string;
  readonly unpickle?: boolean;
  readonly open?: boolean;
}

const USUAL_SIZE = 10_000_000;

/** Writes one page about a job that needs nothing else to be read. */
export const report: Command<ReportOptions> = async ([uri = ''], options, run) => {
  const { out } = options;
  if (out === undefined && run.context.stdout.isTTY === true) {
    throw usageError('report needs a file', 'Name it with --out report.html; - writes to standard output.');
  }
  const maxBytes = options.maxBytes === undefined ? USUAL_SIZE : parseSize(options.maxBytes, '--max-bytes');
  const pickles = options.unpickle === false ? undefined : new PickleReader();
  const { source } = await findJob(run, uri);
  const progress = progressOf(run, 'Reading the job');
  const gathered = await gatherReport(source, { pickles, skipDamaged: run.skipDamaged, maxBytes }).finally(() =>
    progress.stop(),
  );
  const page = pageText({
    title: `${jobTitle(gathered.job)} (${gathered.job.id})`,
    header: jobHeader(gathered),
    sections: jobSections(gathered),
    footer: html`<p>Made by swjob ${VERSION} on ${new Date(run.context.now()).toISOString()} from ${gathered.job.uri}</p>`,
  });
  const target = await openTarget({ ...run, output: { ...run.output, out: out === '-' ? undefined : out } });
  try {
    await target.sink.write(page);
    await target.sink.commit();
  } catch (error) {
    target.sink.abort();
    throw error;
  } finally {
    target.release();
  }
  for (const problem of gathered.problems) run.warn(problem);
  const unread = pickles?.problem() ?? null;
  if (unread !== null) run.warn(unread);
  return undefined;
};
