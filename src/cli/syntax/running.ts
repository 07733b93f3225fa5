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
    .description('Run a job: locally on Standalone, with the Starwhale engine of your Python; submitted on a Server.')
    .usage('-m <model> [options] [-- args...]')
    // Required by the command itself: commander would report a missing model before a mistyped option.
    .option('-m, --model <uri>', 'model to run (required)')
    .option('--handler <name>', "the model's handler (not needed if there is only one)")
    .option('-d, --dataset <uri>', 'dataset to use (repeatable)', collect)
    .option('-p, --project <uri>', 'project of the job (default: the current one)')
    .option('--dataset-head <number>', 'Standalone: use only the first rows of each dataset')
    .option('--finetune-validation-dataset <uri>', 'Standalone: dataset to validate with (repeatable)', collect)
    .option(
      '--python <path>',
      'Standalone: a Python or a virtual environment (default: $VIRTUAL_ENV, $CONDA_PREFIX, or python3)',
    )
    .option('--runtime <uri>', "Server: runtime (default: the model's own)")
    .option('--resource-pool <name>', 'Server: resource pool (default: default)')
    .option('--ttl <seconds>', 'Server: stop the job after this time (0: never)')
    .option('--dev-mode', "Server: open VS Code in the job's environment")
    .option('--dev-mode-password <text>', "Server: password for --dev-mode (default: the job's uuid)")
    .option('--overwrite-specs <json>', 'Server: replicas and resources by step; @FILE reads JSON or YAML')
    .option('--wait', 'Server: wait until the job finishes, and exit with its result')
    .option('--dry-run', 'print what would be run or sent')
    .action(lazy(async () => (await import('../commands/create.ts')).create));
  examples(create, [
    ['swjob create -m clf --handler evaluator:summarize -d points', 'Evaluate a model on a dataset, on this machine'],
    ['swjob create -m clf --handler evaluator:summarize -d points --dataset-head 10', 'Try it on ten rows first'],
    ['swjob create -m clf --handler evaluator:summarize -d points --dry-run', 'See the command that would run'],
    [
      'swjob create -p srv/project/1 -m clf --handler evaluator:summarize -d points --wait',
      'Run it on a Server, and wait until it finishes',
    ],
  ]);

  const logs = program
    .command('logs')
    .argument('<job>', 'a job URI')
    .helpGroup(GROUPS.look)
    .summary('print the logs of a job')
    .description(
      'Print the logs of a job: on Standalone the output of a job started by swjob create, on a Server the logs of its tasks.',
    )
    .option('--task <id>', 'Server: only this task')
    .option('-f, --follow', 'keep printing while the job runs')
    .option('--failed', 'only what failed, from its error on')
    .option('--tail <number>', 'only the last lines')
    .action(lazy(async () => (await import('../commands/logs.ts')).logs));
  examples(logs, [
    ['swjob logs @latest', 'The logs of the newest job'],
    ['swjob logs @latest --follow', 'Keep printing while it runs'],
    ['swjob logs @latest:FAIL --failed', 'Why the newest failed job failed'],
  ]);

  const doctor = program
    .command('doctor')
    .helpGroup(GROUPS.setUp)
    .summary('check your setup')
    .description('Check the config, the store, the Python engine and the instances, and suggest fixes.')
    .option('--python <path>', 'check this Python, or that of this virtual environment')
    .option('--store', 'read the whole Standalone store instead and list damaged files (exit 6 if there are any)')
    .option('--prune', 'with --store: delete tables that belong to no job')
    .option('--dry-run', 'with --prune: only show the tables')
    .option('-y, --yes', 'with --prune: do not ask for confirmation')
    .action(lazy(async () => (await import('../commands/doctor.ts')).doctor));
  examples(doctor, [
    ['swjob doctor', 'Check everything'],
    ['swjob doctor --store', 'Read the whole store and list what is damaged'],
    ['swjob doctor --store --prune --dry-run', 'Show the tables that deleted jobs left'],
    ["swjob doctor --json | jq -r '.[] | .check, .state'", 'Only the findings, for a script'],
  ]);
}
