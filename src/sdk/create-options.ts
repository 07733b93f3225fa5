import {
  type Checks,
  callback,
  checkOptions,
  filledText,
  flag,
  isOptions,
  list,
  optional,
  signal,
  text,
  wholeNumber,
  wrong,
} from './arguments.ts';
import type { CallOptions, CheckedBy } from './call-options.ts';
import { type Project, projectUri, type Resource, resourceUri } from './project.ts';

/**
 * What a new job is made of, by the names of the Job SDK's `create` in camel case. What has no effect on the instance is
 * reported to `onWarning`; a runtime on Standalone, a Python or validation datasets on a Server are errors.
 */
export interface CreateOptions extends CallOptions {
  /** A Project or its URI: its instance is where the job runs. */
  readonly project: Project | string;
  /** The model to run, or its URI; `mnist` is its latest version. A Server's job uses what that Server has. */
  readonly model: Resource | string;
  /** The name of one of the model's handlers, such as `mnist.evaluator:MNISTInference.evaluate`. */
  readonly runHandler: string;
  /** What the handler reads; none unless given. */
  readonly datasets?: readonly (Resource | string)[] | null | undefined;
  /** Server/Cloud only; an error on Standalone. Without it the runtime that the model brings along. */
  readonly runtime?: Resource | string | null | undefined;
  /** Server/Cloud only; `default` unless given. */
  readonly resourcePool?: string | undefined;
  /** Server/Cloud only: seconds after which the job is ended; 0 or less means never. */
  readonly ttl?: number | undefined;
  /** Server/Cloud only: opens VS Code in the environment of the job. */
  readonly devMode?: boolean | undefined;
  /** Server/Cloud only; without it the job's uuid is the password. */
  readonly devModePassword?: string | undefined;
  /** Standalone only: this many rows of each dataset; 0 means all. */
  readonly datasetHead?: number | undefined;
  /** Server/Cloud only: by the names of the handler's steps, in the place of what the model says. */
  readonly overwriteSpecs?: Readonly<Record<string, OverwriteSpec>> | null | undefined;
  /** Standalone only: what a fine-tuning validates by. */
  readonly finetuneValidationDatasets?: readonly (Resource | string)[] | null | undefined;
  /** What the handler gets as its command line. */
  readonly handlerArgs?: readonly string[] | null | undefined;
  /** Standalone only: the Python to run in, or the folder of its environment; else that of `$VIRTUAL_ENV`, `$CONDA_PREFIX`, or `python3`. */
  readonly python?: string | undefined;
  /** Standalone only: receives what the engine prints, as it comes. It is kept for `swjob logs` too. */
  readonly onOutput?: ((chunk: Uint8Array) => void) | undefined;
  /** Called for parameters that have no effect; without it, `process.emitWarning` reports them. */
  readonly onWarning?: ((text: string) => void) | undefined;
  /** Ends a Standalone job and all its processes. A Server is asked for nothing any more, but its job goes on. */
  readonly signal?: AbortSignal | undefined;
}

/** What a new job is made of in a `Starwhale` with a project: that one unless another is named. */
export interface CreateInProjectOptions extends Omit<CreateOptions, 'project'> {
  /** A Project or its URI; the project of the `Starwhale` unless given. */
  readonly project?: Project | string | undefined;
}

/** What a step gets in the place of what its model says. */
export interface OverwriteSpec {
  /** How many tasks share its work. */
  readonly replicas?: number | undefined;
  /** An amount of memory, or amounts by kind. */
  readonly resources?:
    | Amount
    | Readonly<Partial<Record<'memory' | 'cpu' | 'nvidia.com/gpu', Amount | AmountRange | undefined>>>
    | undefined;
}

/** A number (bytes of memory, processors, graphics cards), or for memory also a text such as `4GiB` or `500M`. */
export type Amount = number | string;

/** What a task asks for and what it gets at most; one alone counts for both. */
export interface AmountRange {
  /** What has to be free for a task to start. */
  readonly request?: Amount | undefined;
  /** What it may use at most. */
  readonly limit?: Amount | undefined;
}

/** The options with Projects and Resources as their URIs. */
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
  onOutput: optional(callback()),
  onWarning: optional(callback()),
  signal: optional(signal),
};

/** What a step may be given in the place of what its model says; amounts are checked where they are read. */
function steps(value: unknown, name: string): Readonly<Record<string, OverwriteSpec>> {
  if (!isOptions(value)) throw wrong(name, 'an object', value);
  const given = Object.entries(value).map(([step, spec]) => {
    const of = `${name}[${JSON.stringify(step)}]`;
    if (!isOptions(spec)) throw wrong(of, 'an object', spec);
    return [step, checkOptions<OverwriteSpec>(spec, of, STEP_CHECKS)] as const;
  });
  return Object.fromEntries(given);
}

const STEP_CHECKS: Checks<OverwriteSpec> = {
  replicas: optional(wholeNumber(1)),
  resources: (value) => value as OverwriteSpec['resources'],
};

export const createOptions: CheckedBy<CheckedCreateOptions> = (given, name) => checkOptions(given, name, CHECKS);
