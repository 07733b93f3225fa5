import { extname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { usageError } from '../../errors.ts';
import { PickleReader } from '../../job/pickle-reader.ts';
import { buildPage } from '../../report/build-page.ts';
import { fittingPage } from '../../report/fit.ts';
import { gatherReport } from '../../report/gather.ts';
import type { JobReport } from '../../report/report-data.ts';
import { show } from '../../text/show.ts';
import { parseSize } from '../../text/size.ts';
import { VERSION } from '../../version.ts';
import { showInBrowser } from '../browser.ts';
import { expandJobArguments, type FoundJob, findJob } from '../jobs.ts';
import { printTo } from '../output-target.ts';
import { progressOf } from '../progress.ts';
import type { Command, Run } from '../run.ts';
import { shortIds } from '../short-ids.ts';
import { endsAtDamage } from '../skip-hint.ts';

export interface ReportOptions {
  readonly out?: string;
  readonly maxBytes?: string;
  readonly unpickle?: boolean;
  readonly open?: boolean;
}

const DEFAULT_SIZE = 10_000_000;
/** Endings of files that promise something else than HTML. Others may be those of temporary files. */
const OTHER_FORMATS = ['.pdf', '.md', '.json', '.jsonl', '.csv', '.tsv', '.parquet', '.svg', '.png', '.docx', '.xlsx'];

/** Writes a self-contained page about jobs. */
export const report: Command<ReportOptions> = endsAtDamage(async (args, options, run) => {
  const { out } = options;
  if ((out === undefined && run.context.stdout.isTTY === true) || out === '') {
    throw usageError('report needs a file', 'Name it with --out report.html; - writes to standard output.');
  }
  if (run.output.isFormatGiven && run.output.format !== 'table') {
    throw usageError(
      `report has no ${run.output.format} output`,
      'It writes HTML. For programs: swjob info, summary and rows with -o json.',
    );
  }
  const ending = extname(out ?? '').toLowerCase();
  if (OTHER_FORMATS.includes(ending)) {
    throw usageError(
      `--out ${show(out ?? '')}: a report is HTML, not ${show(ending)}`,
      'Use a name such as report.html.',
    );
  }
  if (options.open && (out === undefined || out === '-')) {
    throw usageError('--open needs a file to show', 'Name it with --out report.html.');
  }
  const maxBytes = options.maxBytes === undefined ? DEFAULT_SIZE : parseSize(options.maxBytes, '--max-bytes');
  const pickles = options.unpickle === false ? undefined : new PickleReader();
  const found: FoundJob[] = [];
  for (const uri of await expandJobArguments(run, args)) found.push(await findJob(run, uri));
  const gathered = await gatherAll(run, found, maxBytes, pickles);
  const short = shortIds(found.map(({ source }) => source.id));
  const facts = {
    names: found.map(({ source }) => short(source.id)),
    version: VERSION,
    now: new Date(run.context.now()),
  };
  const page = fittingPage(gathered, maxBytes, (reports) => buildPage(reports, facts));
  await write(run, page, out === '-' ? undefined : out);
  for (const { problems } of gathered) for (const problem of problems) run.warn(problem);
  const unread = pickles?.problem() ?? null;
  if (unread !== null) run.warn(unread);
  if (options.open && out !== undefined) await openPage(run, out);
  return gathered.find(({ failure }) => failure !== null)?.failure?.exitCode;
});

async function gatherAll(
  run: Run,
  found: readonly FoundJob[],
  maxBytes: number,
  pickles: PickleReader | undefined,
): Promise<JobReport[]> {
  const progress = progressOf(run, found.length === 1 ? 'Reading the job' : 'Reading the jobs');
  const gathered: JobReport[] = [];
  try {
    const [first] = found;
    for (const { source } of found) {
      const base = source === first?.source ? undefined : first?.source;
      const options = { pickles, skipDamaged: run.skipDamaged, maxBytes: maxBytes / found.length, base };
      gathered.push(await gatherReport(source, options));
    }
  } finally {
    progress.stop();
  }
  return gathered;
}

async function write(run: Run, page: string, out: string | undefined): Promise<void> {
  await printTo({ ...run, output: { ...run.output, out } }, {}, async ({ sink }) => sink.write(page));
}

async function openPage(run: Run, file: string): Promise<void> {
  if (await showInBrowser(run.context, pathToFileURL(resolve(file)).href)) run.note(`Opened ${file}`);
  else run.warn(`no browser found: open ${file} yourself`);
}
