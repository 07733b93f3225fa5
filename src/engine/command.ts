import { shellWord } from '../text/shell-word.ts';
import type { Python } from './python.ts';

/** What the engine shall run, with full URIs and an existing handler. */
export interface EngineRequest {
  readonly python: Python;
  readonly project: string;
  readonly model: string;
  readonly handler: string;
  readonly datasets: readonly string[];
  readonly validationDatasets: readonly string[];
  readonly datasetHead: number;
  /** The job's id. */
  readonly version: string;
  readonly handlerArgs: readonly string[];
  /** The store's folder. */
  readonly root: string;
  readonly configFile: string;
}

const ENGINE_COLUMNS = 200;

/** A command line and its changes to the environment (undefined: remove the variable). */
export interface EngineCommand {
  readonly argv: readonly [string, ...string[]];
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** The command that runs a job with the real engine, under an id chosen beforehand. */
export function engineCommand(request: EngineRequest): EngineCommand {
  const { python, project, model, handler, datasets, validationDatasets, datasetHead, version, handlerArgs } = request;
  const argv: [string, ...string[]] = [
    python.command,
    ...['-m', 'starwhale', 'model', 'run', '--uri', model, '--handler', handler, '--version', version],
    ...['--run-project', project, '--log-project', project],
    // Otherwise the model's own runtime would replace this Python.
    '--forbid-packaged-runtime',
    ...datasets.flatMap((uri) => ['--dataset', uri]),
    ...validationDatasets.flatMap((uri) => ['--val-dataset', uri]),
    ...(datasetHead > 0 ? ['--dataset-head', String(datasetHead)] : []),
    ...(handlerArgs.length > 0 ? ['--', ...handlerArgs] : []),
  ];
  const env = {
    SW_CLI_CONFIG: request.configFile,
    SW_LOCAL_STORAGE: request.root,
    // Otherwise output arrives late, in blocks.
    PYTHONUNBUFFERED: '1',
    // Without a terminal, tracebacks are cut to 80 columns, which loses the user's file and line.
    COLUMNS: String(ENGINE_COLUMNS),
    // The engine would take them for options.
    SW_DATASET_URI: undefined,
    SW_FINETUNE_VALIDATION_DATASET_URI: undefined,
  };
  return { argv, env };
}

/** The command, quoted for a shell. */
export function shellText({ argv, env }: EngineCommand): string {
  const settings = Object.entries(env).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}=${shellWord(value)}`],
  );
  return [...settings, ...argv.map(shellWord)].join(' ');
}
