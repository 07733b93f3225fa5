import * as v from 'valibot';
import { compareText } from '../datastore/keys.ts';
import { isObject, own } from '../datastore/schema.ts';
import { notFound, SwjobError, usageError } from '../errors.ts';
import { apiPath } from '../server/api-path.ts';
import { isServerError } from '../server/errors.ts';
import type { HttpClient } from '../server/http.ts';
import { checked, pageReply } from '../server/reply.ts';
import { show } from '../text/show.ts';
import { meantAndKnown } from '../text/suggest.ts';
import type { ResourceTarget } from '../uri/target.ts';
import { type Handler, handlersOf } from './handlers.ts';
import type { StepSpec } from './step-specs.ts';

const versionReply = v.object({
  name: v.string(),
  versionId: v.string(),
  versionName: v.string(),
  versionInfo: v.nullish(v.object({ stepSpecs: v.nullish(v.array(v.unknown()), []) }), null),
});

/** One version of a model, dataset or runtime on a Server. */
export interface ServerPackage {
  readonly name: string;
  /** The number that other requests use for the version. */
  readonly versionId: string;
  readonly version: string;
  /** For a model, the steps of all its handlers. */
  readonly steps: readonly StepSpec[];
}

/** Finds the version that a URI names; throws an error that lists what the server has if it lacks it. */
export async function findServerPackage(http: HttpClient, target: ResourceTarget): Promise<ServerPackage> {
  const { project, type, name, version } = target;
  if (name === null) {
    throw usageError(`the URI names no ${type}, only a version`, 'On a Server a version needs its name: mnist/v0.');
  }
  const wanted = version ?? 'latest';
  let data: unknown;
  try {
    data = await http.json('GET', apiPath`project/${project}/${type}/${name}`, { query: { versionUrl: wanted } });
  } catch (error) {
    if (!isServerError(error, 404)) throw error;
    throw await missing(http, target, name, wanted, error);
  }
  const reply = checked(versionReply, data, type);
  const steps = (reply.versionInfo?.stepSpecs ?? []).filter(isObject);
  return { name: reply.name, versionId: reply.versionId, version: reply.versionName, steps };
}

/** The handlers of a model, made from its steps. */
export function handlersOfSteps(steps: readonly StepSpec[]): readonly Handler[] {
  const byHandler = new Map<string, StepSpec[]>();
  for (const step of steps) {
    const handler = own(step, 'job_name');
    if (typeof handler === 'string') byHandler.set(handler, [...(byHandler.get(handler) ?? []), step]);
  }
  return handlersOf(byHandler);
}

const LISTED = 100;

/** The error for a missing package; the server's list of names says whether the name or the version is missing. */
async function missing(
  http: HttpClient,
  { project, type }: ResourceTarget,
  name: string,
  wanted: string,
  error: SwjobError,
): Promise<SwjobError> {
  let names: readonly string[];
  try {
    const query = { pageNum: 1, pageSize: LISTED };
    const { list } = checked(pageReply, await http.json('GET', apiPath`project/${project}/${type}`, { query }), type);
    names = list.flatMap((each) => {
      const found = isObject(each) ? own(each, 'name') : undefined;
      return typeof found === 'string' ? [found] : [];
    });
  } catch {
    // Without the list, the server's own message has to do.
    return new SwjobError('not-found', `no ${type} ${show(`${name}/version/${wanted}`)}: ${error.message}`, {
      cause: error,
    });
  }
  // A server also accepts the number of a package as its name.
  if (names.includes(name) || /^\d+$/.test(name)) {
    return notFound(
      `the ${type} ${name} of the project ${project} has no version ${show(wanted)}`,
      'A Server knows whole versions, aliases such as v1, tags, and latest.',
    );
  }
  return notFound(
    `the project ${project} has no ${type} ${show(name)}`,
    names.length > 0 ? meantAndKnown(name, `Its ${type}s`, [...names].sort(compareText)) : `It has no ${type}s.`,
  );
}

const poolsReply = v.array(v.object({ name: v.string() }));

/** Throws if the server does not list the resource pool; if this user may not list pools, the server checks it later. */
export async function checkPool(http: HttpClient, pool: string): Promise<void> {
  let data: unknown;
  try {
    data = await http.json('GET', apiPath`system/resourcePool`);
  } catch (error) {
    if (isServerError(error, 403, 404)) return;
    throw error;
  }
  const names = checked(poolsReply, data, 'resource pools').map(({ name }) => name);
  if (names.includes(pool)) return;
  throw notFound(`the server has no resource pool ${show(pool)}`, meantAndKnown(pool, 'Its pools', names));
}
