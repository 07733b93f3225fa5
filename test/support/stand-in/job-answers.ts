import type { StandInJob, StandInTask } from './job.ts';
import { packageInJob } from './package-answers.ts';
import { OWNER } from './state.ts';

/** A job in the server's form. */
export function jobAnswer(job: StandInJob): object {
  const { model, runtime } = job;
  return {
    exposedLinks: [],
    id: String(job.id),
    uuid: job.uuid,
    modelName: model?.one.name ?? null,
    modelVersion: model?.version.name ?? null,
    model: model && packageInJob(model.one, model.version),
    jobName: job.handler,
    jobType: 'EVALUATION',
    datasets: null,
    datasetList: job.datasets.map(({ one, version }) => packageInJob(one, version)),
    runtime: runtime && packageInJob(runtime.one, runtime.version),
    isBuiltinRuntime: runtime === null,
    device: null,
    deviceAmount: null,
    owner: OWNER,
    createdTime: job.createdTime,
    stopTime: job.stopTime,
    jobStatus: job.status,
    comment: job.comment,
    stepSpec: job.stepSpecText,
    resourcePool: job.resourcePool,
    duration: job.duration,
    pinnedTime: job.pinnedTime,
  };
}

const FAILURE = 'java.io.IOException: com.sun.jna.LastErrorException: [2] No such file or directory';

export function taskAnswer(job: StandInJob, task: StandInTask): object {
  const begun = task.status !== 'CREATED';
  const ended = begun && ['SUCCESS', 'FAIL', 'CANCELED'].includes(task.status);
  const failed = task.status === 'FAIL';
  return {
    id: String(task.id),
    uuid: task.uuid,
    startedTime: begun ? job.createdTime : null,
    finishedTime: ended ? job.stopTime : null,
    taskStatus: task.status,
    retryNum: failed ? 3 : 0,
    resourcePool: job.resourcePool,
    stepName: task.stepName,
    exposedLinks: null,
    failedReason: failed ? FAILURE : null,
    runs: begun ? [runAnswer(job, task)] : [],
  };
}

/** A server's four words for the state of a run, from its API description. */
function runStatus(status: StandInTask['status']): 'PENDING' | 'RUNNING' | 'FINISHED' | 'FAILED' {
  if (status === 'SUCCESS') return 'FINISHED';
  if (status === 'FAIL' || status === 'CANCELED') return 'FAILED';
  return status === 'RUNNING' ? 'RUNNING' : 'PENDING';
}

/** Unlike all other ids, those of runs are numbers. */
export function runAnswer(job: StandInJob, task: StandInTask): object {
  const failed = task.status === 'FAIL';
  return {
    id: task.id,
    taskId: task.id,
    status: runStatus(task.status),
    ip: null,
    startTime: job.createdTime,
    finishTime: job.stopTime,
    failedReason: failed ? FAILURE : null,
  };
}

interface DagNode {
  readonly id: number;
  readonly type: 'Job' | 'Step' | 'Task';
  readonly content: { readonly id: number; readonly [field: string]: unknown };
  readonly group: string;
  readonly entityId: number;
}

/** The job's graph, from its start through steps and their tasks to its end. */
export function dagAnswer(job: StandInJob): object {
  const nodes: DagNode[] = [];
  const edges: { from: number; to: number; content: null }[] = [];
  const add = (type: DagNode['type'], content: DagNode['content'], after: readonly number[]): number => {
    const id = nodes.length + 1;
    nodes.push({ id, type, content, group: type, entityId: content.id });
    for (const from of after) edges.push({ from, to: id, content: null });
    return id;
  };
  const jobContent = { startTime: null, finishTime: null, id: job.id, jobType: 'EVALUATION' };
  let last = [add('Job', { ...jobContent, status: 'CREATED' }, [])];
  const steps = [...new Set(job.tasks.map(({ stepName }) => stepName))];
  for (const [index, name] of steps.entries()) {
    const tasks = job.tasks.filter(({ stepName }) => stepName === name);
    const status = tasks[0]?.status ?? 'CREATED';
    const times = { startTime: job.createdTime, finishTime: job.stopTime };
    const step = add('Step', { ...times, id: index + 1, name, status }, last);
    last = tasks.map((task) =>
      add('Task', { ...times, id: task.id, agentIp: 'Controller', status: task.status }, [step]),
    );
  }
  add('Job', { ...jobContent, status: job.status }, last);
  const of = (type: DagNode['type']) => nodes.filter((node) => node.type === type);
  return { id: null, groupingNodes: { Task: of('Task'), Step: of('Step'), Job: of('Job') }, edges };
}
