import type { Command } from 'commander';
import type { JobAction } from '../../job/instance.ts';
import { type Lazy, OtherFlag } from './command.ts';
import { type Example, examples } from './examples.ts';

/** The commands that act on jobs: remove, recover, pause, resume and cancel. */
export function addActingCommands(program: Command, lazy: Lazy): void {
  const add = (action: JobAction, summary: string, description: string, asks: boolean, list: readonly Example[]) => {
    const command = program
      .command(action)
      .argument('<job...>', 'job URIs; - reads them from standard input')
      .summary(summary)
      .description(description)
      .action(lazy(async () => (await import('../commands/act.ts')).actCommand(action)));
    if (asks) command.option('-y, --yes', 'do not ask for confirmation');
    else command.addOption(new OtherFlag('-y, --yes', 'yes'));
    // swcli takes --force in all of them; only with remove does it delete anything.
    if (action === 'remove') command.option('-f, --force', 'delete permanently (Standalone only)');
    else command.addOption(new OtherFlag('-f, --force', 'yes'));
    examples(command, list);
    return command;
  };
  add(
    'remove',
    'move jobs to the trash',
    'Move jobs to the trash. swjob list --removed lists them, and swjob recover brings them back.',
    true,
    [
      ['swjob remove xm5wnup', 'Remove a job, after asking'],
      ['swjob list -q --status FAIL --all | swjob remove --yes -', 'Remove all jobs that failed, without asking'],
    ],
  ).alias('rm');
  add('recover', 'bring back removed jobs', 'Bring back removed jobs.', false, [
    ['swjob recover xm5wnup', 'Bring back a job that swjob list --removed shows'],
    ['swjob list --removed --all -q | swjob recover -', 'Bring back all of them'],
  ]);
  add(
    'pause',
    'pause running jobs',
    'Pause running jobs. On Standalone this pauses the container that a job runs in.',
    true,
    [
      ['swjob pause @latest', 'Pause the newest job, after asking'],
      ['swjob pause srv/project/1/job/3 --yes', 'Pause a job on a Server, in a script'],
    ],
  );
  add('resume', 'resume paused jobs', 'Resume paused jobs. A Server also restarts failed and cancelled ones.', false, [
    ['swjob resume @latest', 'Resume the newest job'],
    ['swjob resume srv/project/1/job/3', 'A job on a Server'],
  ]);
  add(
    'cancel',
    'cancel running jobs',
    'Cancel running jobs. On Standalone this stops the container that a job runs in.',
    true,
    [
      ['swjob cancel @latest', 'Cancel the newest job, after asking'],
      ['swjob cancel srv/project/1/job/3 --yes', 'Cancel a job on a Server, in a script'],
    ],
  );
}
