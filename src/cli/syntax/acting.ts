import type { Command } from 'commander';
import type { JobAction } from '../../job/instance.ts';
import type { Lazy } from '../program.ts';
import { type Example, examples } from './examples.ts';

/** The commands that change what becomes of jobs. */
export function addActingCommands(program: Command, lazy: Lazy): void {
  const add = (action: JobAction, summary: string, description: string, asks: boolean, list: readonly Example[]) => {
    const command = program
      .command(action)
      .argument('<job...>', 'job URIs; - reads them from standard input')
      .summary(summary)
      .description(description)
      .action(lazy(async () => (await import('../commands/act.ts')).actCommand(action)));
    if (asks) command.option('-y, --yes', 'go on without being asked');
    examples(command, list);
    return command;
  };
  add(
    'remove',
    'move jobs to the removed ones',
    'Move jobs to the removed ones, where swjob list --removed shows them and swjob recover brings them back.',
    true,
    [
      ['swjob remove xm5wnup', 'asks before it acts'],
      ['swjob list -q --status FAIL --all | swjob remove --yes -', 'remove all jobs that failed'],
    ],
  )
    .alias('rm')
    .option('--force', 'delete for good (Standalone only)');
  add('recover', 'bring removed jobs back', 'Bring removed jobs back.', false, [
    ['swjob recover xm5wnup', 'one of swjob list --removed'],
    ['swjob list --removed -q | swjob recover -', 'all of them'],
  ]);
  add('pause', 'pause running jobs', 'Pause running jobs: on Standalone the container that a job runs in.', true, [
    ['swjob pause @latest', 'asks before it acts'],
    ['swjob pause srv/project/1/job/3 --yes', 'in a script'],
  ]);
  add(
    'resume',
    'let paused jobs go on',
    'Let paused jobs go on; a Server also starts failed and cancelled ones again.',
    false,
    [
      ['swjob resume @latest', 'the newest job'],
      ['swjob resume srv/project/1/job/3', 'one of a Server'],
    ],
  );
  add('cancel', 'cancel running jobs', 'Cancel running jobs: on Standalone the container that a job runs in.', true, [
    ['swjob cancel @latest', 'asks before it acts'],
    ['swjob cancel srv/project/1/job/3 --yes', 'in a script'],
  ]);
}
