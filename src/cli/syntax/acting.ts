import type { Command } from 'commander';
import type { JobAction } from '../../job/instance.ts';
import { type Lazy, OtherFlag } from './command.ts';
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
    else command.addOption(new OtherFlag('-y, --yes', 'yes'));
    // swcli has it everywhere, though only what it removes is gone.
    if (action === 'remove') command.option('-f, --force', 'delete for good (Standalone only)');
    else command.addOption(new OtherFlag('-f, --force', 'yes'));
    examples(command, list);
    return command;
  };
  add(
    'remove',
    'move jobs to the removed ones',
    'Move jobs to the removed ones, where swjob list --removed shows them and swjob recover brings them back.',
    true,
    [
      ['swjob remove xm5wnup', 'Remove a job; asks before it acts'],
      ['swjob list -q --status FAIL --all | swjob remove --yes -', 'Remove all jobs that failed, without asking'],
    ],
  ).alias('rm');
  add('recover', 'bring removed jobs back', 'Bring removed jobs back.', false, [
    ['swjob recover xm5wnup', 'Bring a job back, one of swjob list --removed'],
    ['swjob list --removed --all -q | swjob recover -', 'Bring all of them back'],
  ]);
  add('pause', 'pause running jobs', 'Pause running jobs: on Standalone the container that a job runs in.', true, [
    ['swjob pause @latest', 'Pause the newest job; asks before it acts'],
    ['swjob pause srv/project/1/job/3 --yes', 'Pause a job on a Server, in a script'],
  ]);
  add(
    'resume',
    'let paused jobs go on',
    'Let paused jobs go on; a Server also starts failed and cancelled ones again.',
    false,
    [
      ['swjob resume @latest', 'Let the newest job go on'],
      ['swjob resume srv/project/1/job/3', 'A job on a Server'],
    ],
  );
  add('cancel', 'cancel running jobs', 'Cancel running jobs: on Standalone the container that a job runs in.', true, [
    ['swjob cancel @latest', 'Cancel the newest job; asks before it acts'],
    ['swjob cancel srv/project/1/job/3 --yes', 'Cancel a job on a Server, in a script'],
  ]);
}
