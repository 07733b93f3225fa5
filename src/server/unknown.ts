import { SwjobError } from '../errors.ts';
import { nearIds, SHOWN_LETTERS } from '../job/near-ids.ts';
import { oneLine } from '../text/show.ts';
import { didYouMean, meant } from '../text/suggest.ts';
import { getJobs, getProjects } from './endpoints.ts';
import type { HttpClient } from './http.ts';

// Suggestions come from a single page, as they are only help: looking for them must not fail, or take long.
const PAGE_SIZE = 200;
const PATIENCE_MS = 3000;

/** The error for a project that the Server does not find; `instance` is the user's name for the Server. */
export async function unknownProject(
  http: HttpClient,
  instance: string,
  project: string,
  reason: Error,
): Promise<SwjobError> {
  const suggestion = await orNothing(async (signal) => {
    const { list } = await getProjects(http, 1, PAGE_SIZE, signal);
    const owned = project.includes(':');
    // A name that several owners have: the server does not say which of them it is.
    const same = list.filter(({ name, owner }) => name === project && owner);
    if (same.length > 1) return meant(same.map(({ name, owner }) => oneLine(`${owner?.name}:${name}`)));
    return didYouMean(
      project,
      list.map(({ name, owner }) => (owned && owner ? `${owner.name}:${name}` : name)),
    );
  });
  const hint = sentences(suggestion, `swjob project list ${instance} shows the projects.`);
  return new SwjobError('not-found', `no project ${project} on ${instance} (${reason.message})`, {
    hint,
    cause: reason,
  });
}

/** The error for a job that the Server does not find by its number or uuid. */
export async function unknownJob(
  http: HttpClient,
  place: { readonly instance: string; readonly project: { readonly id: string; readonly name: string } },
  id: string,
  reason: Error,
): Promise<SwjobError> {
  const { instance, project } = place;
  const suggestion = await orNothing(async (signal) => {
    const { list } = await getJobs(http, project.id, 1, PAGE_SIZE, signal);
    if (/^\d+$/.test(id)) return newestOf(list.map((job) => job.id));
    const numbers = new Map(list.map((job) => [job.uuid, job.id]));
    const near = nearIds(id, numbers.keys());
    return meant(near.map((uuid) => `${numbers.get(uuid)} (${uuid.slice(0, SHOWN_LETTERS)}…)`));
  });
  const hint = sentences(
    suggestion,
    `swjob list -p ${instance}/project/${project.id} shows the jobs; on a Server an id is a whole number or a whole uuid.`,
  );
  return new SwjobError(
    'not-found',
    `no job ${id} in project ${oneLine(project.name)} of ${instance} (${reason.message})`,
    {
      hint,
      cause: reason,
    },
  );
}

function newestOf(numbers: readonly string[]): string | undefined {
  const newest = Math.max(...numbers.map(Number));
  return Number.isFinite(newest) ? `The newest is ${newest}.` : undefined;
}

async function orNothing(find: (signal: AbortSignal) => Promise<string | undefined>): Promise<string | undefined> {
  try {
    return await find(AbortSignal.timeout(PATIENCE_MS));
  } catch {
    return undefined;
  }
}

function sentences(...parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined).join(' ');
}
