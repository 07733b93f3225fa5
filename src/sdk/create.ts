import type { CreateRequest } from '../create/request.ts';
import { usageError } from '../errors.ts';
import type { Session } from '../session.ts';
import type { Project, Resource } from './project.ts';

/**
 * What a new job is made of, by the names of the Job SDK's `create` in camel case. What has no effect on the instance is
 * told to `onWarning`; a runtime on Standalone, a Python or validation datasets on a Server are errors.
 */
export interface CreateOptions {
  /** A Project or its URI: its instance is where the job runs. */
  readonly project: Project | string;
  /** The model to run, or its URI; `mnist` is its latest version. A Server's job uses what that Server has. */
  readonly model: Resource | string;
  /** The name of one of the model's handlers, such as `mnist.evaluator:MNISTInference.evaluate`. */
  readonly runHandler: string;
  /** What the handler reads; none unless given. */
  readonly datasets?: readonly (Resource | string)[] | null;
  /** Server/Cloud only; an error on Standalone. Without it the runtime that the model brings along. */
  readonly runtime?: Resource | string | null;
  /** Server/Cloud only; `default` unless given. */
  readonly resourcePool?: string;
  /** Server/Cloud only: seconds after which the job is ended; 0 or less means never. */
  readonly ttl?: number;
  /** Server/Cloud only: opens VS Code in the environment of the job. */
  readonly devMode?: boolean;
  /** Server/Cloud only; without it the job's uuid is the password. */
  readonly devModePassword?: string;
  /** Standalone only: so many rows of each dataset; 0 means all. */
  readonly datasetHead?: number;
  /** Server/Cloud only: by the names of the handler's steps, in the place of what the model says. */
  readonly overwriteSpecs?: Readonly<Record<string, OverwriteSpec>> | null;
  /** Standalone only: what a fine-tuning validates by. */
  readonly finetuneValidationDatasets?: readonly (Resource | string)[] | null;
  /** What the handler gets as its command line. */
  readonly handlerArgs?: readonly string[] | null;
  /** Standalone only: the Python to run in, else that of `$VIRTUAL_ENV`, `$CONDA_PREFIX`, or `python3`. */
  readonly python?: string;
  /** Standalone only: receives what the engine prints, as it comes. It is kept for `swjob logs` too. */
  readonly onOutput?: (chunk: Uint8Array) => void;
  /** Is told of parameters that have no effect; without it they are told by `process.emitWarning`. */
  readonly onWarning?: (text: string) => void;
  /** Standalone only: ends the job and all its processes. */
  readonly signal?: AbortSignal;
}

/** What a step gets in the place of what its model says. */
export interface OverwriteSpec {
  /** How many tasks share its work. */
  readonly replicas?: number;
  /** An amount of memory, or amounts by kind. */
  readonly resources?: Amount | Readonly<Partial<Record<'memory' | 'cpu' | 'nvidia.com/gpu', Amount | AmountRange>>>;
}

/** A number (bytes of memory, processors, graphics cards), or for memory also a text such as `4GiB` or `500M`. */
export type Amount = number | string;

/** What a task asks for and what it gets at most; one alone counts for both. */
export interface AmountRange {
  /** What has to be free for a task to start. */
  readonly request?: Amount;
  /** What it may use at most. */
  readonly limit?: Amount;
}

/**
 * Creates a job and gives its URI: on Standalone once it has ended, where a job that failed is an error; on a
 * Server/Cloud instance as soon as it is asked for.
 */
export async function createJob(options: CreateOptions, session: Session): Promise<string> {
  const { planCreate } = await import('../create/plan.ts');
  const warn = options.onWarning ?? ((text: string) => process.emitWarning(text, 'SwjobWarning'));
  const plan = await planCreate(requestOf(options), session, warn);
  if (plan.kind === 'server') {
    const { sendServerPlan } = await import('../create/server-plan.ts');
    return (await sendServerPlan(plan, session.options)).uri;
  }
  const { runStandalone } = await import('../create/standalone-run.ts');
  const { endBeforeProcess, unlessEnding } = await import('../engine/end-before-process.ts');
  const { failure } = await runStandalone(plan, session.options, {
    onOutput: options.onOutput ?? (() => undefined),
    warn,
    onInterrupt: endBeforeProcess,
    signal: options.signal,
  }).finally(unlessEnding);
  if (failure !== null) throw failure;
  return plan.uri;
}

function requestOf(options: CreateOptions): CreateRequest {
  const { runHandler, ttl = 0, datasetHead = 0 } = options;
  if (typeof runHandler !== 'string' || runHandler === '') throw usageError('runHandler must name a handler');
  return {
    project: String(options.project ?? ''),
    model: String(options.model ?? ''),
    handler: runHandler,
    datasets: (options.datasets ?? []).map(String),
    validationDatasets: (options.finetuneValidationDatasets ?? []).map(String),
    runtime: options.runtime === undefined || options.runtime === null ? undefined : String(options.runtime),
    resourcePool: options.resourcePool,
    ttl,
    devMode: options.devMode ?? false,
    devPassword: options.devModePassword ?? '',
    datasetHead,
    overwriteSpecs: options.overwriteSpecs ?? undefined,
    handlerArgs: (options.handlerArgs ?? []).map(String),
    python: options.python,
  };
}
