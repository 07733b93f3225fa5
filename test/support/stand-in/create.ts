import { randomUUID } from 'node:crypto';
import { load } from 'js-yaml';
import { internalError, invalidRequest, isObject, type JsonObject } from './answer.ts';
import type { StandInJob, UsedPackage } from './job.ts';
import type { PackageKind, StepSpec } from './packages.ts';
import type { StandInProject, StandInState } from './state.ts';

/** Creates a job, with the checks and messages of the recorded server; the job keeps the request's body. */
export function createJob(state: StandInState, project: StandInProject, body: JsonObject): StandInJob {
  const model = versionOf(state, 'model', textOf(body, 'modelVersionUrl'));
  const runtimeId = textOf(body, 'runtimeVersionUrl');
  if (runtimeId === '' && !state.builtInRuntimes) {
    throw invalidRequest('JOB', `builtin runtime of ${model.one.name} not found`);
  }
  const runtime = runtimeId === '' ? null : versionOf(state, 'runtime', runtimeId);
  const datasetIds = textOf(body, 'datasetVersionUrls')
    .split(',')
    .filter((id) => id !== '');
  const datasets = datasetIds.map((id) => versionOf(state, 'dataset', id));
  const steps = stepsOf(body, model.version.stepSpecs);
  const job = state.addJob({
    uuid: randomUUID().replaceAll('-', ''),
    project: project.name,
    handler: steps[0]?.job_name ?? null,
    status: 'CREATED',
    createdTime: Date.now(),
    stopTime: -1000,
    duration: null,
    model,
    datasets,
    runtime,
    resourcePool: textOf(body, 'resourcePool'),
    devMode: body['devMode'] === true,
    steps,
  });
  job.request = body;
  job.ahead.push(...state.createdJobsBecome);
  job.events.push({
    id: job.id,
    eventType: 'INFO',
    source: 'SERVER',
    relatedResource: { eventResourceType: 'JOB', id: job.id },
    message: 'Job created',
    data: null,
    timestamp: job.createdTime,
  });
  return job;
}

function versionOf(state: StandInState, kind: PackageKind, id: string): UsedPackage {
  const found = state.packages.byVersionId(kind, id);
  if (found === null) throw invalidRequest('JOB', `${kind} version ${id} not found`);
  return found;
}

/** The handler's steps from the model, or the YAML text that replaces them; a real server crashes on a bad handler. */
function stepsOf(body: JsonObject, specs: readonly StepSpec[]): readonly StepSpec[] {
  const overwrites = textOf(body, 'stepSpecOverWrites');
  if (overwrites !== '') {
    const steps = load(overwrites);
    if (!Array.isArray(steps) || !steps.every(isStepSpec)) throw invalidRequest('JOB', 'failed to parse job step');
    return steps;
  }
  const steps = specs.filter((step) => step.job_name === body['handler']);
  if (steps.length > 0) return steps;
  const call = 'java.util.List.forEach(java.util.function.Consumer)';
  throw internalError(`Cannot invoke "${call}" because "specList" is null`);
}

function isStepSpec(step: unknown): step is StepSpec {
  return (
    isObject(step) &&
    typeof step['name'] === 'string' &&
    typeof step['job_name'] === 'string' &&
    typeof step['replicas'] === 'number'
  );
}

function textOf(body: JsonObject, name: string): string {
  const value = body[name];
  return typeof value === 'string' ? value : '';
}
