import type { Command } from 'commander';
import { collect, type Lazy } from '../program.ts';
import { examples } from './examples.ts';

/** The commands that run jobs, and that help when they do not run. */
export function addRunningCommands(program: Command, lazy: Lazy): void {
  const create = program
    .command('create')
    .argument('[args...]', 'arguments for the handler, after --')
    .summary('run a job')
    .description(
      'Run a job: on Standalone here and now, through the Starwhale engine of your Python; on a Server by request.',
    )
    .requiredOption('-m, --model <uri>', 'the model to run')
    .option('--handler <name>', "the model's handler; not needed where it has only one")
    .option('-d, --dataset <uri>', 'a dataset for it (repeatable)', collect)
    .option('-p, --project <uri>', 'the project of the job; without it the current one')
    .option('--dataset-head <number>', 'Standalone: only so many rows of each dataset')
    .option('--finetune-validation-dataset <uri>', 'Standalone: a dataset to validate by (repeatable)', collect)
    .option('--python <path>', 'Standalone: the Python, else that of $VIRTUAL_ENV, $CONDA_PREFIX, or python3')
    .option('--runtime <uri>', 'Server: the runtime; without it the one that the model brings along')
    .option('--resource-pool <name>', 'Server: where it runs (default: default)')
    .option('--ttl <seconds>', 'Server: end the job after this time; 0 means never')
    .option('--dev-mode', 'Server: open VS Code in the environment of the job')
    .option('--dev-mode-password <text>', "Server: its password; without it the job's uuid")
    .option('--overwrite-specs <json>', 'Server: replicas and resources by step, or @FILE of JSON or YAML')
    .option('--wait', 'Server: wait for the end; the exit status tells it')
    .option('--dry-run', 'print what would be run or sent')
    .action(lazy(async () => (await import('../commands/create.ts')).create));
  examples(create, [
    ['swjob create -m clf --handler evaluator:summarize -d points', 'evaluate on Standalone'],
    ['swjob create -m clf --handler evaluator:summarize -d points --dataset-head 10', 'a quick try'],
    ['swjob create -m clf --handler evaluator:summarize -d points --dry-run', 'see the command'],
    ['swjob create -p srv/project/1 -m clf --handler evaluator:summarize -d points --runtime rt --wait', 'on a Server'],
  ]);

  const logs = program
    .command('logs')
    .argument('<job>', 'a job URI')
    .summary('print what a job printed')
    .description(
      'Print what a job printed: on Standalone what the engine said under swjob create, on a Server the logs of its tasks.',
    )
    .option('--task <id>', 'Server: of this task only')
    .option('-f, --follow', 'go on while the job runs')
    .action(lazy(async () => (await import('../commands/logs.ts')).logs));
  examples(logs, [
    ['swjob logs @latest', 'of the newest job'],
    ['swjob logs @latest --follow', 'as it comes'],
  ]);

  const doctor = program
    .command('doctor')
    .summary('check the set-up')
    .description('Check the config, the store, the Python engine and the instances, and tell what to do.')
    .option('--python <path>', 'check this Python')
    .option('--store', 'read the whole Standalone store instead and list its damaged files; exit 6 where there are any')
    .action(lazy(async () => (await import('../commands/doctor.ts')).doctor));
  examples(doctor, [
    ['swjob doctor', 'everything'],
    ['swjob doctor --store', 'every damaged file of the store'],
    ['swjob doctor --json | jq \'.[] | select(.state != "ok")\'', 'for scripts'],
  ]);
}
