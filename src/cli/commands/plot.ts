import { basename } from 'node:path';
import type { Chart } from '../../chart/data.ts';
import { type ChartOptions, chartsOf } from '../../chart/job-charts.ts';
import { CHART_KINDS } from '../../chart/kinds.ts';
import { isSwjobError, usageError } from '../../errors.ts';
import { PickleReader } from '../../job/pickle-reader.ts';
import { isFinal } from '../../job/record.ts';
import { splitNames } from '../../text/name-list.ts';
import { parseCount } from '../../text/number.ts';
import { show } from '../../text/show.ts';
import { chartScreen } from '../chart-screen.ts';
import { FrameScreen } from '../frame-screen.ts';
import { oneOf } from '../global-options.ts';
import { expandJobArguments, type FoundJob, findJob } from '../jobs.ts';
import { printTo } from '../output-target.ts';
import type { Command, Run } from '../run.ts';
import { isForPeople, screenWidth, speaksUtf8 } from '../screen.ts';
import { shortIds } from '../short-ids.ts';
import { endsAtDamage } from '../skip-hint.ts';

export interface PlotOptions {
  readonly kind?: string;
  readonly x?: string;
  readonly y?: string[];
  readonly smooth?: string;
  readonly logX?: boolean;
  readonly logY?: boolean;
  readonly where?: string;
  readonly limit?: string;
  readonly ascii?: boolean;
  readonly follow?: boolean;
  readonly unpickle?: boolean;
  readonly out?: string;
}

/** The format of a chart. */
type Picture = 'terminal' | 'json' | 'svg' | 'html' | 'vl.json';

const REDRAW_MS = 1000;

/** Draws a table of one or several jobs. */
export const plot: Command<PlotOptions> = endsAtDamage(async (args, options, run) => {
  const table = args.at(-1) ?? '';
  const chosen = await chartOptions(options, run);
  const picture = pictureOf(options.out, run);
  if (options.follow && (picture !== 'terminal' || !isForPeople(run) || run.context.stdout.isTTY !== true)) {
    throw usageError('--follow needs a terminal', 'Without it the chart is drawn once.');
  }
  const found: FoundJob[] = [];
  for (const uri of await expandJobArguments(run, args.slice(0, -1))) found.push(await findJob(run, uri));
  const short = shortIds(found.map(({ source }) => source.id));
  const jobs = found.map(({ source }) => ({ source, name: short(source.id) }));
  const noted = new Set<string>();
  const onLeftOut = (drawn: number, columns: number) =>
    noted.add(`${drawn} of ${columns} columns are drawn; choose others with --y`);
  const unused = new Set<string>();
  const load = () => chartsOf(jobs, table, { ...chosen, onLeftOut, onUnused: (text) => unused.add(text) });
  if (options.follow) await follow(run, found, load, options);
  else
    await print(run, await load(), picture, {
      options,
      title: `${table} of ${jobs.map(({ name }) => name).join(', ')}`,
    });
  for (const text of unused) run.warn(text);
  for (const text of noted) run.note(text);
  const problem = chosen.pickles?.problem() ?? null;
  if (problem !== null) run.warn(problem);
  run.warnOfSkipped();
});

async function chartOptions(options: PlotOptions, run: Run): Promise<ChartOptions> {
  const { parseExpression } = await import('../../expression/expression.ts');
  return {
    kind: options.kind === undefined ? undefined : oneOf(CHART_KINDS, options.kind, '--kind'),
    x: options.x,
    y: options.y && splitNames(options.y, '--y'),
    smooth: options.smooth === undefined ? 1 : parseCount(options.smooth, '--smooth'),
    logX: options.logX ?? false,
    logY: options.logY ?? false,
    where: options.where === undefined ? undefined : await parseExpression(options.where, '--where'),
    limit: options.limit === undefined ? undefined : parseCount(options.limit, '--limit', 0),
    skipDamaged: run.skipDamaged,
    pickles: options.unpickle === false ? undefined : new PickleReader(),
  };
}

const PICTURES = ['.svg', '.html', '.vl.json', '.json'];

function pictureOf(out: string | undefined, { output }: Run): Picture {
  if (output.format !== 'table' && output.format !== 'json') {
    throw usageError(
      `plot has no ${output.format} output`,
      'Use -o json for the series, or --out FILE.svg, .html or .vl.json for a picture.',
    );
  }
  if (out === undefined) return output.format === 'json' ? 'json' : 'terminal';
  if (out === '') throw usageError('--out needs the name of a file', 'Use a name such as loss.svg.');
  const name = basename(out).toLowerCase();
  const ending = PICTURES.find((each) => name.endsWith(each));
  if (ending === undefined) {
    throw usageError(`--out ${show(out)}: unknown kind of picture`, `The endings are ${PICTURES.join(', ')}.`);
  }
  if (ending !== '.json' && output.isFormatGiven && output.format !== 'table') {
    throw usageError(`--out ${show(out)} contradicts --output ${output.format}`, 'Omit --output.');
  }
  return ending === '.svg' ? 'svg' : ending === '.html' ? 'html' : ending === '.vl.json' ? 'vl.json' : 'json';
}

interface PrintOptions {
  readonly options: PlotOptions;
  readonly title: string;
}

async function print(
  run: Run,
  charts: readonly Chart[],
  picture: Picture,
  { options, title }: PrintOptions,
): Promise<void> {
  await printTo({ ...run, output: { ...run.output, out: options.out } }, {}, async ({ sink }) => {
    if (picture === 'terminal') {
      // A pipe gets the chart, too: the numbers are available as JSON.
      const lines = await screenLines(run, charts, options);
      for (const line of lines) await sink.write(`${line}\n`);
    } else {
      await sink.write(await document(charts, picture, title));
    }
  });
}

async function document(
  charts: readonly Chart[],
  picture: Exclude<Picture, 'terminal'>,
  title: string,
): Promise<string> {
  const [only] = charts;
  switch (picture) {
    case 'svg':
      return (await import('../../chart/svg.ts')).chartsSvg(charts);
    case 'html':
      return (await import('../../chart/html.ts')).chartsPage(title, charts);
    case 'vl.json': {
      const { vegaLite } = await import('../../chart/vega-lite.ts');
      return `${JSON.stringify(charts.length === 1 && only ? vegaLite(only) : vegaLiteList(charts.map(vegaLite)), null, 2)}\n`;
    }
    case 'json': {
      const { chartJson } = await import('../../chart/chart-json.ts');
      return `${JSON.stringify({ charts: charts.map(chartJson) })}\n`;
    }
  }
}

function vegaLiteList(specifications: readonly { readonly [name: string]: unknown }[]) {
  const { $schema } = specifications[0] ?? {};
  return { $schema, vconcat: specifications.map(({ $schema: _, ...each }) => each) };
}

async function screenLines(
  run: Run,
  charts: readonly Chart[],
  { ascii = false, follow = false }: PlotOptions,
): Promise<readonly string[]> {
  const { context, output } = run;
  return chartScreen(charts, {
    context,
    color: output.color,
    width: screenWidth(context.stdout, context.env),
    rows: context.stdout.isTTY === true ? context.stdout.rows : undefined,
    ascii: ascii || !speaksUtf8(context.env),
    isRedrawn: follow,
  });
}

async function follow(
  run: Run,
  jobs: readonly FoundJob[],
  load: () => Promise<readonly Chart[]>,
  options: PlotOptions,
): Promise<void> {
  const screen = new FrameScreen(run.context);
  try {
    for (;;) {
      const records = await Promise.all(jobs.map(({ source }) => source.status()));
      const isFinished = records.every(isFinal);
      await screen.draw(await frame(run, load, options, isFinished));
      if (isFinished) return;
      await run.context.sleep(REDRAW_MS);
    }
  } finally {
    screen.close();
  }
}

/** The charts, or what they wait for: a running job may not have written the table yet. */
async function frame(
  run: Run,
  load: () => Promise<readonly Chart[]>,
  options: PlotOptions,
  isFinished: boolean,
): Promise<readonly string[]> {
  try {
    return await screenLines(run, await load(), options);
  } catch (error) {
    if (isFinished || !isSwjobError(error, 'not-found')) throw error;
    return [`Waiting: ${error.message}`];
  }
}
