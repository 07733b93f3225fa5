import type { JobStatus } from '../../../src/job/record.ts';
import { internalError, invalidRequest, objectOf, page, type Refusal, success } from './answer.ts';
import { createJob } from './create.ts';
import type { StandInJob, StandInTask } from './job.ts';
import { dagAnswer, jobAnswer, runAnswer, taskAnswer } from './job-answers.ts';
import { type ApiRequest, type Route, route } from './router.ts';
import { OWNER, type StandInState } from './state.ts';

const JOB = 'project/:project/job/:job';

export function jobRoutes(state: StandInState): readonly Route[] {
  const jobOf = ({ params }: ApiRequest): StandInJob => state.job(state.project(params.project), params.job);
  const taskOf = (request: ApiRequest): StandInTask => {
    const task = jobOf(request).tasks.find(({ id }) => String(id) === request.params.task);
    if (task === undefined) throw internalError(`Unable to find task ${request.params.task}`);
    return task;
  };
  return [
    route('GET', 'project/:project/job', ({ params, query }) => {
      const { name } = state.project(params.project);
      const jobs = state.jobs.filter((job) => job.project === name && !job.removed);
      return page(jobs.sort(pinnedThenNewest), query, jobAnswer);
    }),
    route('POST', 'project/:project/job', ({ params, body }) =>
      success(String(createJob(state, state.project(params.project), objectOf(body)).id)),
    ),
    route('GET', JOB, (request) => {
      const job = jobOf(request);
      const answer = success(jobAnswer(job));
      job.advance();
      return answer;
    }),
    route('GET', `${JOB}/task`, (request) => {
      const job = jobOf(request);
      return page(job.tasks.toReversed(), request.query, (task) => taskAnswer(job, task));
    }),
    route('GET', `${JOB}/task/:task`, (request) => success(taskAnswer(jobOf(request), taskOf(request)))),
    route('GET', `${JOB}/task/:task/run`, (request) => success([runAnswer(jobOf(request), taskOf(request))])),
    route('GET', `${JOB}/dag`, (request) => success(dagAnswer(jobOf(request)))),
    route('GET', `${JOB}/event`, (request) => success(jobOf(request).events)),
    route('DELETE', JOB, (request) => {
      state.remove(jobOf(request));
      return success('success');
    }),
    route('PUT', JOB, (request) => {
      const { comment } = objectOf(request.body);
      jobOf(request).comment = typeof comment === 'string' ? comment : null;
      return success('success');
    }),
    route('POST', `${JOB}/pin`, (request) => {
      const { pinned } = objectOf(request.body);
      jobOf(request).pinnedTime = pinned === true ? Date.now() : null;
      return success('success');
    }),
    route('POST', `${JOB}/recover`, () => {
      throw internalError('Please use TrashService.recover() instead.');
    }),
    route('POST', `${JOB}/:action`, (request) => {
      const action = request.params.action ?? '';
      const job = jobOf(request);
      job.become(stateAfter(action, job));
      return success(`Success: ${action}`);
    }),
    ...logRoutes(state),
    ...trashRoutes(state),
  ];
}

/** The state after an action. Pausing a job with nothing to pause does nothing, as recorded. */
function stateAfter(action: string, { status }: StandInJob): JobStatus {
  switch (action) {
    case 'cancel':
      if (status === 'RUNNING' || status === 'PAUSED') return 'CANCELED';
      throw invalidRequest('JOB', "not RUNNING/PAUSED job can't be canceled ");
    case 'pause':
      if (status === 'FAIL') return 'FAIL';
      if (status !== 'SUCCESS' && status !== 'CANCELED') return 'PAUSED';
      throw invalidRequest('JOB', "frozen job can't be paused ");
    case 'resume':
      if (status === 'PAUSED' || status === 'FAIL' || status === 'CANCELED') return 'RUNNING';
      throw invalidRequest('JOB', 'only failed/paused/canceled job can be resumed ');
    default:
      throw invalidRequest('JOB', 'failed to invoke action');
  }
}

function logRoutes(state: StandInState): readonly Route[] {
  return [
    route('GET', 'log/offline/:task', ({ params }) => success([...(state.task(params.task)?.logFiles.keys() ?? [])])),
    route('GET', 'log/offline/:task/:file', ({ params }) => {
      const content = state.task(params.task)?.logFiles.get(params.file ?? '');
      if (content === undefined) throw internalError(`file ${params.file} not found`);
      return { status: 200, contentType: 'text/plain;charset=UTF-8', body: content };
    }),
  ];
}

/** Removed jobs and other things, newest first; `name` is a prefix. */
function trashRoutes(state: StandInState): readonly Route[] {
  return [
    route('GET', 'project/:project/trash', ({ params, query }) => {
      const { name: project } = state.project(params.project);
      const [name, type] = [query.get('name') ?? '', query.get('type') ?? ''];
      const found = state.trash.filter(
        (entry) => entry.project === project && entry.name.startsWith(name) && (type === '' || entry.type === type),
      );
      return page(found.reverse(), query, (entry) => ({
        id: String(entry.id),
        name: entry.name,
        type: entry.type,
        trashedTime: entry.trashedTime,
        size: 0,
        trashedBy: OWNER.name,
        lastUpdatedTime: -1000,
        retentionTime: entry.trashedTime,
      }));
    }),
    route('PUT', 'project/:project/trash/:trash', ({ params }) => {
      const { name: project } = state.project(params.project);
      const index = state.trash.findIndex((entry) => String(entry.id) === params.trash && entry.project === project);
      const [entry] = index < 0 ? [] : state.trash.splice(index, 1);
      if (entry === undefined) throw notInTrash();
      const job = state.jobs.find(({ uuid }) => uuid === entry.name);
      if (job !== undefined) job.removed = false;
      return success('success');
    }),
  ];
}

const notInTrash = (): Refusal => invalidRequest('TRASH', 'Can not find trash.');

function pinnedThenNewest(a: StandInJob, b: StandInJob): number {
  return (b.pinnedTime ?? 0) - (a.pinnedTime ?? 0) || b.id - a.id;
}
