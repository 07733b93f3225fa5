import type { Command } from 'commander';
import { collect, type Lazy, OtherFlag } from './command.ts';
import { examples } from './examples.ts';
import { GROUPS } from './groups.ts';

/** The commands that compare and draw what jobs wrote. */
export function addShowingCommands(program: Command, lazy: Lazy): void {
  program.commandsGroup(GROUPS.look);
  const compare = program
    .command('compare')
    .argument('<job...>', 'the base, then the jobs to compare with it')
    .summary('compare the metrics of jobs with those of a base')
    .description(
      'Show the metrics of one or several jobs beside those of a base, and what became better or worse. Larger is better, unless the name says otherwise (loss, error, latency, …).',
    )
    .option('--baseline <uri>', 'the base; then all arguments are compared with it')
    .option('--metric <names>', 'only these metrics, separated by commas; * matches any characters', collect)
    .option('--only-changed', 'only metrics that differ')
    .option('--max-drop <rule>', 'exit with 10 if METRIC falls by more than AMOUNT (METRIC=0.01, METRIC=2%)', collect)
    .option('--max-rise <rule>', 'exit with 10 if METRIC rises by more than AMOUNT', collect)
    .option('--lower-is-better <names>', 'metrics for which lower is better', collect)
    .option('--higher-is-better <names>', 'metrics for which higher is better', collect)
    .option('--out <file>', 'write to a file (created only once complete); its ending gives the format')
    .action(lazy(async () => (await import('../commands/compare.ts')).compare));
  examples(compare, [
    ['swjob compare @best:accuracy @latest', 'The newest job beside the most accurate one'],
    ['swjob compare @best:accuracy @latest --max-drop accuracy=5%', 'Fail a build when accuracy drops too far'],
    ['swjob compare @best:accuracy @latest -o md', 'A table for the comment of a pull request'],
  ]);

  const diff = program
    .command('diff')
    .argument('<base>', 'the URI of the job to compare with')
    .argument('<job>', 'a job URI')
    .argument('[table]', 'the name of a table (default: results)')
    .summary('compare a table of two jobs row by row')
    .description(
      'Show which rows of a table changed from one job to another, and which predictions became right or wrong. Rows are joined by the key of the table.',
    )
    .option('--only <words>', 'only these rows: changed, added, removed, fixed, broken, wrong', collect)
    .option('--right <expression>', 'what makes a row right (default: input/label == output/label)')
    .option('--where <expression>', 'only rows that match a condition in either job (see: swjob help filter)')
    .option('--columns <names>', 'compare only these columns, separated by commas', collect)
    .option('--ignore <names>', "columns not to compare (default: duration_seconds; '' for none)", collect)
    .option('--tolerance <number>', 'numbers that differ by no more, absolutely or relatively, are equal')
    .option('--on <names>', 'join rows by these columns; the rows of JOB are held in memory, up to 512 MiB', collect)
    .option('-n, --limit <number>', 'print only the first rows')
    .addOption(new OtherFlag('--size <number>', 'limit'))
    .option('--save-artifacts <folder>', 'save the images and other artifacts of the rows shown, with an index.csv')
    .option('--no-unpickle', 'leave pickled predictions as bytes')
    .option('--exit-status', 'exit with 10 if rows differ (after --only)')
    .option('--out <file>', 'write to a file (created only once complete); its ending gives the format')
    .action(lazy(async () => (await import('../commands/diff.ts')).diff));
  examples(diff, [
    ['swjob diff xm5wnup @latest', 'What changed from a job to the newest'],
    ['swjob diff xm5wnup @latest --only broken', 'What that job got right and the newest does not'],
    ['swjob diff xm5wnup @latest --only broken --save-artifacts broken', 'The pictures of those rows'],
    ['swjob diff xm5wnup @latest --json | jq .outcome', 'How many predictions were fixed and broken'],
  ]);

  const plot = program
    .command('plot')
    .argument('<job>', 'a job URI; further jobs are drawn beside it')
    .argument('<table...>', 'the name of a table')
    .summary('draw a table as a chart')
    .description(
      'Draw a table of one or several jobs: in the terminal, as SVG, or as an HTML page. Without --kind the table decides: ROC curves for roc_auc, a heat map for a confusion matrix, lines over whole-number keys, bars for text, else histograms.',
    )
    .option('--kind <kind>', 'line, scatter, bar, hist, roc or matrix')
    .option('--x <name>', 'column for the x axis (default: the key)')
    .option('--y <names>', 'columns to draw, separated by commas (default: all numbers)', collect)
    .option('--smooth <number>', 'draw the mean of this many values in a row')
    .option('--log-x', 'use a logarithmic x axis')
    .option('--log-y', 'use a logarithmic y axis')
    .option('--where <expression>', 'only rows that match a condition (see: swjob help filter)')
    .option('-n, --limit <number>', 'only the first rows')
    .addOption(new OtherFlag('--size <number>', 'limit'))
    .option('--no-unpickle', 'leave pickled predictions as bytes')
    .option('--ascii', 'use ASCII characters only')
    .option('--follow', 'redraw every second until the job finishes')
    .option('--out <file>', 'write a picture: FILE.svg, .html, .vl.json (Vega-Lite) or .json')
    .action(lazy(async () => (await import('../commands/plot.ts')).plot));
  examples(plot, [
    ['swjob plot @latest roc_auc', 'The ROC curves of all labels of the newest job'],
    ['swjob plot @latest roc_auc/ant --y tpr --out ant.svg', 'One curve, as a picture'],
    ["swjob plot @latest results --y 'input/label'", 'How many rows each label has'],
    ['swjob plot @latest labels --y precision,recall --json', 'The numbers themselves'],
  ]);

  const report = program
    .command('report')
    .argument('<job...>', 'a job URI; further jobs are compared with the first')
    .summary('write a page about jobs for people without a terminal')
    .description(
      'Write one HTML file about a job: how good the model is, what it gets wrong with pictures, curves, tables. Several jobs are compared with the first. The file needs nothing else: it opens from a mail, offline and on a phone.',
    )
    .option('--out <file>', 'the file to write; - is standard output')
    .option('--max-bytes <size>', 'leave out rows and pictures beyond this size (default 10MB)')
    .option('--no-unpickle', 'leave pickled predictions as bytes')
    .option('--open', 'show the file in the browser')
    .action(lazy(async () => (await import('../commands/report.ts')).report));
  examples(report, [
    ['swjob report @latest --out report.html', 'A page about the newest job, to be mailed'],
    ['swjob report @latest~1 @latest --out both.html', 'What the newest job does better and worse than the one before'],
    ['swjob report @latest --max-bytes 1MB --out - | gzip > report.html.gz', 'A small one, to a pipe'],
  ]);
}
