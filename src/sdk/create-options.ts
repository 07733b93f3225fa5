import {
  type Checks,
  checkOptions,
  filledText,
  flag,
  isOptions,
  list,
  listener,
  optional,
  signal,
  text,
  wholeNumber,
  wrong,
} from './arguments.ts';
import type { CallOptions, CheckedBy } from './call-options.ts';
import { type Project, projectUri, type Resource, resourceUri } from './project.ts';

/**
 * What a new job runs, and how. The names are those of the Python Job SDK's `create`, in camel case. Options that have no
 * effect on the instance are reported to `onWarning`; `runtime` on Standalone, and `python` or
 * `finetuneValidationDatasets` on a Server, are errors.
 */
export interface CreateOptions extends CallOptions {
  /** A Project or its URI. The job runs on the project's instance. */
  readonly project: Project | string;
  /** The model to run, or its URI; `mnist` means its latest version. A job on a Server uses that Server's models. */
  readonly model: Resource | string;
  /** The name of one of the model's handlers, such as `mnist.evaluator:MNISTInference.evaluate`. */
  readonly runHandler: string;
  /** The datasets that the handler reads; none by default. */
  readonly datasets?: readonly (Resource | string)[] | null | undefined;
  /** Server/Cloud only, an error on Standalone; by default the model's own runtime. */
  readonly runtime?: Resource | string | null | undefined;
  /** Server/Cloud only; `default` by default. */
  readonly resourcePool?: string | undefined;
  /** Server/Cloud only: seconds after which the Server ends the job; 0 or less means never. */
  readonly ttl?: number | undefined;
  /** Server/Cloud only: opens VS Code in the job's environment. */
  readonly devMode?: boolean | undefined;
  /** Server/Cloud only; by default the job's uuid is the password. */
  readonly devModePassword?: string | undefined;
  /** Standalone only: use only this many rows of each dataset; 0 means all. */
  readonly datasetHead?: number | undefined;
  /** Server/Cloud only: replaces what the model specifies, by the names of the handler's steps. */
  readonly overwriteSpecs?: Readonly<Record<string, OverwriteSpec>> | null | undefined;
  /** Standalone only: the datasets that fine-tuning validates against. */
  readonly finetuneValidationDatasets?: readonly (Resource | string)[] | null | undefined;
  /** The handler's command line arguments. */
  readonly handlerArgs?: readonly string[] | null | undefined;
  /**
   * Standalone only: the Python to run in, or its environment's folder; by default that of `$VIRTUAL_ENV`, else of
   * `$CONDA_PREFIX`, else `python3`.
   */
  readonly python?: string | undefined;
  /**
   * Standalone only: receives the engine's output as it is printed. `swjob logs` has it too. If it throws, or
   * its promise rejects, the job is ended, and the call rejects.
   */
  readonly onOutput?: ((chunk: Uint8Array) => void) | undefined;
  /** Called for each option that has no effect; by default `process.emitWarning` reports it. */
  readonly onWarning?: ((text: string) => void) | undefined;
  /** Ends a Standalone job and all its processes. On a Server it ends the requests, but a job already submitted goes on. */
  readonly signal?: AbortSignal | undefined;
}

/** Options of `Starwhale.create`: the project is that of the `Starwhale` unless another is given. */
export interface CreateInProjectOptions extends Omit<CreateOptions, 'project'> {
  /** A Project or its URI; by default the project of the `Starwhale`. */
  readonly project?: Project | string | undefined;
}

/** What replaces the model's own specification of a step. */
export interface OverwriteSpec {
  /** How many tasks share the step's work. */
  readonly replicas?: number | undefined;
  /** An amount of memory, or amounts by kind of resource. */
  readonly resources?:
    | Amount
    | Readonly<Partial<Record<'memory' | 'cpu' | 'nvidia.com/gpu', Amount | AmountRange | undefined>>>
    | undefined;
}

/** A number (bytes of memory, CPUs, GPUs); for memory also a string such as `4GiB` or `500M`. */
export type Amount = number | string;

/** What a task requests, and its limit; if only one is given, it is used for both. */
export interface AmountRange {
  /** How much has to be free for a task to start. */
  readonly request?: Amount | undefined;
  /** The most that a task may use. */
  readonly limit?: Amount | undefined;
}

/** The options with Projects and Resources replaced by their URIs. */
export type CheckedCreateOptions = {
  readonly [Name in keyof CreateOptions]: Name extends 'project' | 'model' | 'runtime'
    ? Exclude<CreateOptions[Name], object | null>
    : Name extends 'datasets' | 'finetuneValidationDatasets'
      ? readonly string[] | undefined
      : CreateOptions[Name];
};

const CHECKS: Checks<CheckedCreateOptions> = {
  project: projectUri,
  model: resourceUri('model'),
  runHandler: filledText,
  datasets: optional(list(resourceUri('dataset'))),
  runtime: optional(resourceUri('runtime')),
  resourcePool: optional(text),
  ttl: optional(wholeNumber()),
  devMode: optional(flag),
  devModePassword: optional(text),
  datasetHead: optional(wholeNumber()),
  overwriteSpecs: optional(steps),
  finetuneValidationDatasets: optional(list(resourceUri('dataset'))),
  handlerArgs: optional(list(text)),
  python: optional(filledText),
  onOutput: optional(listener()),
  onWarning: optional(listener()),
  signal: optional(signal),
};

/** Checks the specifications of steps; amounts are checked where they are parsed. */
function steps(value: unknown, name: string): Readonly<Record<string, OverwriteSpec>> {
  if (!isOptions(value)) throw wrong(name, 'an object', value);
  const given = Object.entries(value).map(([step, spec]) => {
    const of = `${name}[${JSON.stringify(step)}]`;
    if (!isOptions(spec)) throw wrong(of, 'an object', spec);
    return [step, checkOptions<OverwriteSpec>(spec, of, stepChecks(of))] as const;
  });
  return Object.fromEntries(given);
}

function stepChecks(of: string): Checks<OverwriteSpec> {
  return {
    replicas: optional((value) => wholeNumber(1)(value, `${of}.replicas`)),
    resources: (value) => value as OverwriteSpec['resources'],
  };
}

export const createOptions: CheckedBy<CheckedCreateOptions> = (given, name) => checkOptions(given, name, CHECKS);
