import type { Command } from 'commander';
import type { Lazy } from './command.ts';
import { examples } from './examples.ts';
import { GROUPS } from './groups.ts';

/** The commands for jobs on a Server or in the Cloud, and the one that watches any job. */
export function addServerCommands(program: Command, lazy: Lazy): void {
  program.commandsGroup(GROUPS.server);
  const watch = program
    .command('watch')
    .argument('<job>', 'a job URI')
    .helpGroup(GROUPS.look)
    .summary('follow a job until it finishes')
    .description(
      'Follow the status, tasks and metrics of a job until it finishes: redrawn in place on a terminal, one line per change when piped.',
    )
    .option('--interval <duration>', 'check this often (default: 2s)')
    .option('--timeout <duration>', 'stop watching after this time (exit 124)')
    .option('--exit-status', 'exit with 0 for SUCCESS, 9 for FAIL or CANCELED, 8 if not finished')
    .action(lazy(async () => (await import('../commands/watch.ts')).watch));
  examples(watch, [
    ['swjob watch @latest', 'Follow the newest job until it finishes'],
    [
      'swjob watch @latest --exit-status -o jsonl',
      'For a script: one line of JSON per change, and the result as the exit status',
    ],
  ]);

  const tasks = program
    .command('tasks')
    .argument('<job>', 'the URI of a job on a Server')
    .summary("list the tasks of a Server's job")
    .description("List the tasks of a Server's job.")
    .action(lazy(async () => (await import('../commands/tasks.ts')).tasks));
  examples(tasks, [
    ['swjob tasks srv/project/1/job/3', 'The tasks with their steps and states'],
    [
      'swjob tasks srv/project/1/job/3 --json | jq -r \'.[] | select(.status == "FAIL") | .id\'',
      'Those that failed, for a script',
    ],
  ]);

  const events = program
    .command('events')
    .argument('<job>', 'the URI of a job on a Server')
    .summary("list the events of a Server's job")
    .description('List the events that a Server recorded for a job, its tasks and their runs.')
    .action(lazy(async () => (await import('../commands/events.ts')).events));
  examples(events, [
    ['swjob events srv/project/1/job/3', 'What happened, oldest first'],
    ['swjob events srv/project/1/job/3 -o jsonl', 'For a script'],
  ]);

  const open = program
    .command('open')
    .argument('<job>', 'the URI of a job on a Server')
    .summary("open the page of a Server's job in the browser")
    .description("Open the console's page of a Server's job in the browser; when piped, print its address.")
    .action(lazy(async () => (await import('../commands/open.ts')).open));
  examples(open, [
    ['swjob open srv/project/1/job/3', 'Open the page in the browser'],
    ['swjob open srv/project/1/job/3 --quiet', 'Print its address only'],
  ]);

  const pin = program
    .command('pin')
    .argument('<job...>', 'URIs of jobs on a Server; - reads them from standard input')
    .summary("pin jobs in a Server's console")
    .description("Pin jobs, so that their Server's console shows them first.")
    .option('--unpin', 'unpin the jobs')
    .action(lazy(async () => (await import('../commands/pin.ts')).pin));
  examples(pin, [
    ['swjob pin srv/project/1/job/3', 'Pin a job'],
    ['swjob pin srv/project/1/job/3 --unpin', 'Unpin it'],
  ]);

  const comment = program
    .command('comment')
    .argument('<job>', 'the URI of a job on a Server')
    .argument('<text>', 'the comment; replaces the current one')
    .summary("comment on a Server's job")
    .description("Set the comment of a Server's job.")
    .action(lazy(async () => (await import('../commands/comment.ts')).comment));
  examples(comment, [
    ["swjob comment srv/project/1/job/3 'the best so far'", 'Set the comment'],
    ["swjob comment srv/project/1/job/3 ''", 'Remove the comment'],
  ]);
}
