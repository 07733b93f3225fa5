import type { CreateRequest } from '../create/request.ts';
import type { Session } from '../session.ts';
import { throwIfAborted } from './arguments.ts';
import { Callbacks } from './callbacks.ts';
import { type CheckedCreateOptions, type CreateOptions, createOptions } from './create-options.ts';
import { failureOf } from './table-of-job.ts';

/**
 * Creates a job and resolves to its URI: on Standalone when the job has finished (a failed job is an error), on a
 * Server/Cloud instance as soon as the job is submitted.
 */
export async function createJob(options: CreateOptions, session: Session, name = 'Job.create'): Promise<string> {
  const { onOutput, onWarning, ...given } = createOptions(options, name);
  const { planCreate } = await import('../create/plan.ts');
  const callbacks = new Callbacks(given.signal);
  const warn = callbacks.guarded(onWarning ?? ((message: string) => process.emitWarning(message, 'SwjobWarning')));
  throwIfAborted(given.signal, name);
  const plan = await planCreate(requestOf(given), session, warn);
  await callbacks.finish();
  throwIfAborted(given.signal, name);
  if (plan.kind === 'server') {
    const { sendServerPlan } = await import('../create/server-plan.ts');
    return (await sendServerPlan(plan, session.options)).uri;
  }
  const { runStandalone } = await import('../create/standalone-run.ts');
  const { endBeforeProcess, unlessEnding } = await import('../engine/end-before-process.ts');
  const { failure } = await runStandalone(plan, session.options, {
    onOutput: callbacks.guarded(onOutput ?? (() => undefined)),
    warn,
    onInterrupt: endBeforeProcess,
    signal: callbacks.signal,
  }).finally(unlessEnding);
  await callbacks.finish().catch((error: unknown) => {
    throw failureOf(plan.uri, error);
  });
  if (failure !== null) throw failure;
  return plan.uri;
}

function requestOf(options: CheckedCreateOptions): CreateRequest {
  return {
    project: options.project,
    model: options.model,
    handler: options.runHandler,
    datasets: options.datasets ?? [],
    validationDatasets: options.finetuneValidationDatasets ?? [],
    runtime: options.runtime,
    resourcePool: options.resourcePool,
    ttl: options.ttl ?? 0,
    devMode: options.devMode ?? false,
    devPassword: options.devModePassword ?? '',
    datasetHead: options.datasetHead ?? 0,
    overwriteSpecs: options.overwriteSpecs ?? undefined,
    handlerArgs: options.handlerArgs ?? [],
    python: options.python,
  };
}
