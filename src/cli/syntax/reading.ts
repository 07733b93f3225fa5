import type { Command } from 'commander';
import { collect, type Lazy, OtherFlag } from './command.ts';
import { examples } from './examples.ts';
import { GROUPS } from './groups.ts';

/** The description of `--out`, the same for all commands. */
const OUT = 'write to a file (created only once complete); its ending gives the format';

/** The commands that look at jobs and change nothing. */
export function addReadingCommands(program: Command, lazy: Lazy): void {
  program.commandsGroup(GROUPS.look);
  const list = program
    .command('list')
    .alias('ls')
    .summary('list the jobs of a project')
    .description('List the jobs of a project, newest first. Filters and sorting apply to all jobs, before paging.')
    .option('-p, --project <uri>', 'project (default: the current one)')
    .option('--page <number>', 'page number, starting at 1')
    .option('-n, --size <number>', 'jobs per page (default: 20)')
    .addOption(new OtherFlag('--limit <number>', 'size'))
    .option('--all', 'all jobs on one page')
    .option('--status <words>', 'only jobs with these statuses, separated by commas', collect)
    .option('--metric <names>', 'add metrics from the summary as columns', collect)
    .option('--sort <keys>', 'sort by fields or metrics, separated by commas; -KEY sorts descending', collect)
    .option('--since <time>', 'only jobs created since then: 7d, 2026-11-20 or a full time')
    .option('--until <time>', 'only jobs created until then')
    .option('--filter <expression>', 'only jobs that match a condition (see: swjob help filter)')
    .option('--removed', 'list removed jobs instead of active ones')
    .option('--fullname', 'show full ids and the project')
    .option('--meta', 'with JSON: wrap the jobs in an object with the pagination')
    .option('--out <file>', OUT)
    .action(lazy(async () => (await import('../commands/list.ts')).list));
  examples(list, [
    ['swjob list', 'The newest jobs of the current project'],
    ['swjob list --status FAIL --all', 'Every job that failed'],
    ['swjob list --metric accuracy --sort=-accuracy --size 5', 'The five most accurate jobs'],
    ["swjob list --filter 'accuracy > 0.8' --json | jq -r '.[].id'", 'The ids of the accurate ones, for a script'],
    ['swjob list -p srv/project/1', 'The jobs of a project on a Server'],
  ]);

  const info = program
    .command('info')
    .argument('<job>', 'a job URI')
    .summary('show everything about a job')
    .description('Show the manifest or server record of a job, its tasks, its summary and its report.')
    .option('--max-report-cols <number>', 'maximum columns in the label table and matrix')
    .option('--counts', 'show the confusion matrix as counts instead of shares')
    .option('--web', "open the page of a Server's job in the browser")
    .action(lazy(async () => (await import('../commands/info.ts')).info));
  examples(info, [
    ['swjob info @latest', 'The newest job of the current project'],
    ['swjob info srv/project/1/job/3', 'A job on a Server'],
    ['swjob info @latest --json | jq .report.summary', 'Its metrics, for a script'],
  ]);

  const summary = program
    .command('summary')
    .argument('<job...>', 'job URIs; - reads them from standard input')
    .summary('show the summary of a job, or compare several')
    .description(
      'Show the metrics that a job wrote to the summary table. Several jobs are shown side by side, with the best values starred.',
    )
    .option('--assert <condition>', 'exit with status 10 if this is false (repeatable)', collect)
    .option('--out <file>', OUT)
    .action(lazy(async () => (await import('../commands/summary.ts')).summary));
  examples(summary, [
    ['swjob summary @latest', 'The metrics of the newest job'],
    ["swjob list -q --filter 'accuracy > 0.8' | swjob summary -", 'Several jobs side by side, here the accurate ones'],
    ["swjob summary @latest --assert 'accuracy >= 0.8'", 'Fail a build when a metric drops (exit status 10)'],
  ]);

  const tables = program
    .command('tables')
    .argument('<job>', 'a job URI')
    .summary("list a job's tables")
    .description('List the tables that a job wrote, except the summary table.')
    .option('--count', 'add rows, columns, bytes and revisions')
    .action(lazy(async () => (await import('../commands/tables.ts')).tables));
  examples(tables, [
    ['swjob tables @latest', 'The tables of the newest job'],
    ['swjob tables @latest --count', 'The tables with their rows, columns and bytes'],
  ]);

  const rows = program
    .command('rows')
    .argument('<job>', 'a job URI; with further jobs, the rows go into a folder; - reads job URIs from standard input')
    .argument('[table...]', "the table's name, as swjob tables shows it (default: results)")
    .summary('print the rows of a table')
    .description(
      'Print the rows of a table in key order, as they are read. For several jobs, write a file per job into a folder, with a column _job.',
    )
    .option('--start <key>', 'start at this key')
    .option('--end <key>', 'stop before this key')
    .option('--end-inclusive', 'include the --end key')
    .option('--key-type <type>', 'how to read --start and --end: auto, int, str, float, bool, bytes (base64)')
    .option('-r, --record', 'one column per line, for wide rows')
    .option('--keep-none', 'keep columns whose value is None')
    .option('-n, --limit <number>', 'only the first rows')
    .addOption(new OtherFlag('--size <number>', 'limit'))
    .option('--tail <number>', 'only the last rows')
    .option('--columns <names>', 'only these columns, separated by commas; output/label reaches into values', collect)
    .option('--where <expression>', 'only rows that match a condition (see: swjob help filter)')
    .option('--sort <columns>', 'sort by columns, separated by commas; -COLUMN sorts descending', collect)
    .option('--flatten', 'turn every scalar inside lists, dicts and objects into a column')
    .option('--unpickle', 'with --typed: read pickled predictions, too')
    .option('--no-unpickle', 'leave pickled predictions as bytes')
    .option('--revision <number>', 'the table as it was at this revision')
    .option('--save-artifacts <folder>', 'save images, texts and other artifacts as files, with an index.csv')
    .option('--artifact-name <template>', 'names of these files, such as {output/label}-{id}')
    .option('--out <file>', `${OUT}; for several jobs, a folder`)
    .action(lazy(async () => (await import('../commands/rows.ts')).rows));
  examples(rows, [
    ['swjob rows @latest results --limit 10', 'The first ten rows'],
    ['swjob rows @latest results --out results.csv', 'All of them, for a spreadsheet'],
    [
      "swjob rows @latest results --where 'input/label != output/label' --columns id,input/label,output/label",
      'The wrong predictions, pickled or not',
    ],
    ['swjob rows @latest roc_auc/ant --start 10 --end 20 --columns fpr,tpr', 'Two columns of a range of keys'],
    [
      'swjob list -q --filter \'handler == "evaluator:summarize"\' --status SUCCESS | swjob rows - results --out all -o parquet',
      'The rows of many jobs, for pandas, polars or DuckDB',
    ],
  ]);

  const status = program
    .command('status')
    .argument('<job...>', 'job URIs; - reads them from standard input')
    .summary('print the status of a job in one word')
    .description('Print CREATED, READY, PAUSED, RUNNING, CANCELLING, CANCELED, SUCCESS, FAIL or UNKNOWN.')
    .option('--wait', 'wait until the job finishes, whatever the result')
    .option('--any', 'with --wait and several jobs: until the first one finishes')
    .option('--timeout <duration>', 'with --wait: stop waiting after this time (exit 124)')
    .option('--interval <duration>', 'with --wait: check this often (default: 2s)')
    .option('--exit-status', 'exit with 0 for SUCCESS, 9 for FAIL or CANCELED, 8 if not finished')
    .action(lazy(async () => (await import('../commands/status.ts')).status));
  examples(status, [
    ['swjob status @latest', 'The status of the newest job'],
    ['swjob status @latest --wait --exit-status && echo done', 'Wait until it finishes, and go on if it succeeded'],
    ['swjob list -q --status RUNNING | swjob status --wait -', 'Wait until all running jobs have finished'],
  ]);
}
