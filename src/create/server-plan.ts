import { isSwjobError, SwjobError, usageError } from '../errors.ts';
import { apiPath } from '../server/api-path.ts';
import { getProject } from '../server/endpoints.ts';
import { isServerError } from '../server/errors.ts';
import type { HttpClient } from '../server/http.ts';
import { withHttp } from '../server/open.ts';
import { checked, newIdReply, type ProjectReply } from '../server/reply.ts';
import { show } from '../text/show.ts';
import { formatJobUri } from '../uri/format.ts';
import type { ResourceType, ServerTarget } from '../uri/target.ts';
import { chooseHandler } from './handlers.ts';
import type { PlanContext } from './plan-context.ts';
import { type CreateRequest, checkForServer, DEFAULT_POOL, isGiven } from './request.ts';
import { findFirst, isSameInstance, placesOf } from './resource-targets.ts';
import { checkPool, findServerPackage, handlersOfSteps, type ServerPackage } from './server-packages.ts';
import { overwrittenSteps } from './step-specs.ts';

/** The request body for a new job. */
interface JobBody {
  readonly modelVersionUrl: string;
  readonly datasetVersionUrls?: string;
  readonly runtimeVersionUrl?: string;
  readonly resourcePool: string;
  readonly handler?: string;
  /** Replaces the handler: its steps as YAML. */
  readonly stepSpecOverWrites?: string;
  readonly devMode: boolean;
  readonly devPassword: string;
  readonly timeToLiveInSec?: number;
}

/** A job to submit to a Server; all of its parts exist there. */
export interface ServerPlan {
  readonly kind: 'server';
  readonly server: ServerTarget;
  /** As the user named it. */
  readonly project: string;
  readonly handler: string;
  readonly devMode: boolean;
  readonly request: { readonly method: 'POST'; readonly url: string; readonly body: JobBody };
}

/** Finds project, model, handler, datasets, runtime and pool on the server; throws if one is missing. */
export async function planServer(
  request: CreateRequest,
  server: ServerTarget,
  project: string,
  context: PlanContext,
): Promise<ServerPlan> {
  checkForServer(request, context.warn);
  return withHttp(server, context.options, async (http) => {
    const job = { instance: server, project };
    const find = (text: string, type: ResourceType): Promise<ServerPackage> => {
      const places = placesOf(text, type, job, context.config);
      const elsewhere = places.find(({ instance }) => !isSameInstance(instance, server));
      if (elsewhere !== undefined) throw onOtherInstance(text, type, server);
      return findFirst(places, (place) => findServerPackage(http, place));
    };
    const { id } = await findProject(http, server, project);
    const model = await find(request.model, 'model');
    const handlers = handlersOfSteps(model.steps);
    const handler = chooseHandler(handlers, request.handler, model.name, request.datasets.length);
    const datasets: ServerPackage[] = [];
    for (const uri of request.datasets) datasets.push(await find(uri, 'dataset'));
    const runtime = request.runtime ? await find(request.runtime, 'runtime') : null;
    const resourcePool = request.resourcePool || DEFAULT_POOL;
    const steps = isGiven(request.overwriteSpecs) || request.handlerArgs.length > 0;
    const work = steps
      ? { stepSpecOverWrites: await overwrittenSteps(model.steps, handler.name, request) }
      : { handler: handler.name };
    await checkPool(http, resourcePool);
    const body: JobBody = {
      modelVersionUrl: model.versionId,
      ...(datasets.length > 0 && { datasetVersionUrls: datasets.map(({ versionId }) => versionId).join(',') }),
      ...(runtime && { runtimeVersionUrl: runtime.versionId }),
      resourcePool,
      ...work,
      devMode: request.devMode,
      devPassword: request.devPassword,
      ...(request.ttl > 0 && { timeToLiveInSec: request.ttl }),
    };
    const url = `${server.address}${apiPath`project/${id}/job`}`;
    const { devMode } = request;
    return { kind: 'server', server, project, handler: handler.name, devMode, request: { method: 'POST', url, body } };
  });
}

async function findProject(http: HttpClient, { alias, address }: ServerTarget, project: string): Promise<ProjectReply> {
  try {
    return await getProject(http, project);
  } catch (error) {
    if (!isServerError(error, 404)) throw error;
    const { unknownProject } = await import('../server/unknown.ts');
    throw await unknownProject(http, alias ?? address, project, error);
  }
}

/** Submits the job, without repeating a failed request; returns the new job's id and URI. */
export async function sendServerPlan(
  plan: ServerPlan,
  options: PlanContext['options'],
): Promise<{ readonly id: string; readonly uri: string }> {
  const { server, project, request } = plan;
  try {
    const id = await withHttp(server, options, (http) => post(http, plan));
    return { id, uri: formatJobUri(server, project, id) };
  } catch (error) {
    throw isServerError(error) ? withRuntimeHint(error, request.body) : error;
  }
}

/** Returns the new job's id. */
async function post(http: HttpClient, { request, project, server }: ServerPlan): Promise<string> {
  try {
    const data = await http.json('POST', request.url.slice(server.address.length), { json: request.body });
    return checked(newIdReply, data, 'the new job');
  } catch (error) {
    const isAnswer = isServerError(error) && error.status < 500;
    if (isAnswer || !isSwjobError(error, 'network')) throw error;
    const list = `swjob list -p ${server.address}/project/${project}`;
    const hint = `The job may have been created, so the request was not repeated. Check first: ${list}`;
    throw new SwjobError('network', error.message, { hint, cause: error });
  }
}

function withRuntimeHint(error: SwjobError, { runtimeVersionUrl }: JobBody): SwjobError {
  if (runtimeVersionUrl !== undefined || !/builtin runtime/i.test(error.message)) return error;
  const hint = 'The model has no runtime of its own: name one with --runtime.';
  return new SwjobError(error.code, error.message, { hint, cause: error });
}

function onOtherInstance(text: string, type: ResourceType, server: ServerTarget): SwjobError {
  const to = server.alias === null ? server.address : `cloud://${server.alias}`;
  return usageError(
    `the ${type} ${show(text)} is not on the job's instance, ${server.alias ?? server.address}`,
    `A Server's job uses only what the Server has. Copy it there: swcli ${type} copy ${type.toUpperCase()} ${to}/project/PROJECT`,
  );
}
