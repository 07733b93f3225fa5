import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type EngineCommand, engineCommand } from '../engine/command.ts';
import { newJobVersion } from '../engine/job-version.ts';
import { checkPython, choosePython, type Python } from '../engine/python.ts';
import { SwjobError } from '../errors.ts';
import type { SessionOptions } from '../session-options.ts';
import { formatJobUri, formatProjectUri } from '../uri/format.ts';
import type { ResourceTarget, ResourceType, ServerTarget, StandaloneTarget } from '../uri/target.ts';
import { chooseHandler, type Handler } from './handlers.ts';
import type { PlanContext } from './plan-context.ts';
import { type CreateRequest, checkForStandalone } from './request.ts';
import { findFirst, placesOf } from './resource-targets.ts';
import { findPackage, handlersOfModel } from './standalone-package.ts';

/** A job for the engine to run here; everything that can be checked before it starts has been checked. */
export interface StandalonePlan {
  readonly kind: 'standalone';
  readonly uri: string;
  readonly instance: StandaloneTarget;
  readonly project: string;
  /** Whether the store lacks the project: the engine creates it. */
  readonly isNewProject: boolean;
  /** The job's id. */
  readonly version: string;
  readonly python: Python;
  readonly handler: string;
  /** A full URI, as are those of the datasets. */
  readonly model: string;
  readonly datasets: readonly string[];
  /** The folder of the model's code; null if the model is on a Server. */
  readonly sources: string | null;
  readonly command: EngineCommand;
}

/** Finds the model, its handler, the datasets and a Python, and makes the command; throws if one is missing. */
export async function planStandalone(
  request: CreateRequest,
  instance: StandaloneTarget,
  project: string,
  context: PlanContext,
): Promise<StandalonePlan> {
  checkForStandalone(request, context.warn);
  const job = { instance, project };
  const find = (text: string, type: ResourceType): Promise<Found> =>
    findFirst(placesOf(text, type, job, context.config), (place) => findAnywhere(place, context.options));
  const model = await find(request.model, 'model');
  const datasets = await mapInOrder(request.datasets, (uri) => find(uri, 'dataset'));
  const validationDatasets = await mapInOrder(request.validationDatasets, (uri) => find(uri, 'dataset'));
  const handler = chooseHandler(model.handlers, request.handler, model.name, datasets.length);
  const { options, config } = context;
  const python = await checkPython(choosePython(request.python, options), options.env);
  const version = newJobVersion();
  const command = engineCommand({
    python,
    project: formatProjectUri(instance, project),
    model: model.uri,
    handler: handler.name,
    datasets: datasets.map(({ uri }) => uri),
    validationDatasets: validationDatasets.map(({ uri }) => uri),
    datasetHead: Math.max(0, request.datasetHead),
    version,
    handlerArgs: request.handlerArgs,
    root: instance.root,
    configFile: config.path,
  });
  const uri = formatJobUri(instance, project, version);
  const made = { model: model.uri, datasets: datasets.map((dataset) => dataset.uri), sources: model.sources };
  const isNewProject = !existsSync(join(instance.root, project));
  return {
    kind: 'standalone',
    uri,
    instance,
    project,
    isNewProject,
    version,
    python,
    handler: handler.name,
    ...made,
    command,
  };
}

/** A model or dataset, on any instance, as the engine takes it. */
interface Found {
  readonly name: string;
  /** A full URI, because the engine's config may have another current instance. */
  readonly uri: string;
  /** The folder of a model's code, if it is on this machine. */
  readonly sources: string | null;
  /** Empty for a dataset. */
  readonly handlers: readonly Handler[];
}

async function findAnywhere(place: ResourceTarget, options: SessionOptions): Promise<Found> {
  const { instance, type } = place;
  if (instance.kind === 'server') return findOnServer(place, instance, options);
  const found = await findPackage(instance.root, place);
  const project = formatProjectUri(instance, found.project);
  return {
    name: found.name,
    uri: `${project}/${type}/${found.name}/version/${found.version}`,
    sources: type === 'model' ? join(found.path, 'src') : null,
    handlers: type === 'model' ? await handlersOfModel(found) : [],
  };
}

/** The engine itself fetches packages from a Server, if its config has the Server. */
async function findOnServer(place: ResourceTarget, server: ServerTarget, options: SessionOptions): Promise<Found> {
  const { withHttp } = await import('../server/open.ts');
  const { getProject } = await import('../server/endpoints.ts');
  const { findServerPackage, handlersOfSteps } = await import('./server-packages.ts');
  const { type } = place;
  return withHttp(server, options, async (http) => {
    const found = await findServerPackage(http, place);
    const { id } = await getProject(http, place.project);
    const path = `project/${id}/${type}/${found.name}/version/${found.version}`;
    if (server.alias === null) throw notFetchable(type, server, path);
    const uri = `cloud://${server.alias}/${path}`;
    return { name: found.name, uri, sources: null, handlers: handlersOfSteps(found.steps) };
  });
}

function notFetchable(type: ResourceType, { address }: ServerTarget, path: string): SwjobError {
  return new SwjobError(
    'operation-failed',
    `the engine cannot fetch the ${type}: its config has no instance ${address}`,
    {
      hint: [
        'Log in, and copy it first:',
        `  swcli instance login --token TOKEN --alias NAME ${address}`,
        `  swcli ${type} copy cloud://NAME/${path} .`,
      ].join('\n'),
    },
  );
}

/** One after the other, so that the first of several mistakes is reported. */
async function mapInOrder<In, Out>(items: readonly In[], map: (item: In) => Promise<Out>): Promise<Out[]> {
  const results: Out[] = [];
  for (const item of items) results.push(await map(item));
  return results;
}
