import { shellWord } from '../text/shell-word.ts';
import type { Python } from './python.ts';

/** What the engine is to run, all of it resolved: URIs are in full, and the handler is one of the model's. */
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

/** A command line and what it changes in the environment (undefined: taken out). */
export interface EngineCommand {
  readonly argv: readonly [string, ...string[]];
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** The command that makes the real engine run a job under an id that is known beforehand. */
export function engineCommand(request: EngineRequest): EngineCommand {
  const { python, project, model, handler, datasets, validationDatasets, datasetHead, version, handlerArgs } = request;
  const argv: [string, ...string[]] = [
    python.command,
    ...['-m', 'starwhale', 'model', 'run', '--uri', model, '--handler', handler, '--version', version],
    ...['--run-project', project, '--log-project', project],
    // Without it a runtime that the model brings along would replace this Python.
    '--forbid-packaged-runtime',
    ...datasets.flatMap((uri) => ['--dataset', uri]),
    ...validationDatasets.flatMap((uri) => ['--val-dataset', uri]),
    ...(datasetHead > 0 ? ['--dataset-head', String(datasetHead)] : []),
    ...(handlerArgs.length > 0 ? ['--', ...handlerArgs] : []),
  ];
  const env = {
    SW_CLI_CONFIG: request.configFile,
    SW_LOCAL_STORAGE: request.root,
    // Else output comes in blocks, late.
    PYTHONUNBUFFERED: '1',
    // Tracebacks are cut at the width of the terminal, which there is none of: 80 columns lose the user's file and line.
    COLUMNS: String(ENGINE_COLUMNS),
    // The engine would take them for options.
    SW_DATASET_URI: undefined,
    SW_FINETUNE_VALIDATION_DATASET_URI: undefined,
  };
  return { argv, env };
}

/** The command as a shell takes it. */
export function shellText({ argv, env }: EngineCommand): string {
  const settings = Object.entries(env).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}=${shellWord(value)}`],
  );
  return [...settings, ...argv.map(shellWord)].join(' ');
}
