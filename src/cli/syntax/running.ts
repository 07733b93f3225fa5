import type { Command } from 'commander';
import { collect, type Lazy } from './command.ts';
import { examples } from './examples.ts';
import { GROUPS } from './groups.ts';

/** The commands that run jobs, and that help when they do not run. */
export function addRunningCommands(program: Command, lazy: Lazy): void {
  program.commandsGroup(GROUPS.change);
  const create = program
    .command('create')
    .argument('[args...]', 'arguments for the handler, after --')
    .summary('run a job')
    .description(
      'Run a job: on Standalone here and now, through the Starwhale engine of your Python; on a Server by request.',
    )
    .usage('-m <model> [options] [-- args...]')
    // Asked for by the command itself: commander would tell of it before it tells of an option that is mistyped.
    .option('-m, --model <uri>', 'the model to run (required)')
    .option('--handler <name>', "the model's handler; not needed where it has only one")
    .option('-d, --dataset <uri>', 'a dataset for it (repeatable)', collect)
    .option('-p, --project <uri>', 'the project of the job; without it the current one')
    .option('--dataset-head <number>', 'Standalone: only so many rows of each dataset')
    .option('--finetune-validation-dataset <uri>', 'Standalone: a dataset to validate by (repeatable)', collect)
    .option(
      '--python <path>',
      'Standalone: a Python or a virtual environment (default: $VIRTUAL_ENV, $CONDA_PREFIX, or python3)',
    )
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
    ['swjob create -m clf --handler evaluator:summarize -d points', 'Evaluate a model on a dataset, on this machine'],
    ['swjob create -m clf --handler evaluator:summarize -d points --dataset-head 10', 'Try it on ten rows first'],
    ['swjob create -m clf --handler evaluator:summarize -d points --dry-run', 'See the command that would run'],
    [
      'swjob create -p srv/project/1 -m clf --handler evaluator:summarize -d points --wait',
      'On a Server, until it ends',
    ],
  ]);

  const logs = program
    .command('logs')
    .argument('<job>', 'a job URI')
    .helpGroup(GROUPS.look)
    .summary('print what a job printed')
    .description(
      'Print what a job printed: on Standalone what the engine said under swjob create, on a Server the logs of its tasks.',
    )
    .option('--task <id>', 'Server: of this task only')
    .option('-f, --follow', 'go on while the job runs')
    .action(lazy(async () => (await import('../commands/logs.ts')).logs));
  examples(logs, [
    ['swjob logs @latest', 'What the newest job printed'],
    ['swjob logs @latest --follow', 'Go on while it runs'],
  ]);

  const doctor = program
    .command('doctor')
    .helpGroup(GROUPS.setUp)
    .summary('check the set-up')
    .description('Check the config, the store, the Python engine and the instances, and tell what to do.')
    .option('--python <path>', 'check this Python, or that of this virtual environment')
    .option('--store', 'read the whole Standalone store instead and list its damaged files; exit 6 where there are any')
    .action(lazy(async () => (await import('../commands/doctor.ts')).doctor));
  examples(doctor, [
    ['swjob doctor', 'Check everything'],
    ['swjob doctor --store', 'Read the whole store, and find what is damaged'],
    ["swjob doctor --json | jq -r '.[] | .check, .state'", 'The findings alone, for a script'],
  ]);
}
