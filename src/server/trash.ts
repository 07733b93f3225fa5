import type { TypedRow } from '../datastore/typed-value.ts';
import type { JobRecord } from '../job/record.ts';
import { getTrash } from './endpoints.ts';
import type { HttpClient } from './http.ts';
import { isoTime, type JobPlace, jobStatus, jobUri, milliseconds } from './jobs.ts';
import { everyPage } from './pages.ts';
import type { TrashReply } from './reply.ts';

/** The server filters by a prefix; more than enough for the uuids that share one. */
const TRASH_PAGE = 50;

/** The entry in the trash for a job, by its whole uuid; null if the job is not removed. */
export async function findTrash(http: HttpClient, project: string, uuid: string): Promise<TrashReply | null> {
  const { list } = await getTrash(http, project, 1, TRASH_PAGE, uuid);
  return list.find((entry) => entry.name === uuid && isJob(entry)) ?? null;
}

/** Every removed job of a project. */
export async function allTrash(http: HttpClient, project: string): Promise<readonly TrashReply[]> {
  const entries = await everyPage({
    what: 'removed jobs',
    fetchPage: (page, size) => getTrash(http, project, page, size),
    identity: (entry) => entry.id,
    warn: (text) => http.warn(text),
  });
  return entries.filter(isJob);
}

function isJob(entry: TrashReply): boolean {
  return entry.type === null || entry.type === 'EVALUATION';
}

/**
 * The record of a removed job. The trash has only its uuid; the rest is what the server wrote into the summary before the job
 * was removed.
 */
export function removedRecord(trash: TrashReply, summary: TypedRow | null, place: JobPlace): JobRecord {
  const text = (column: string): string | null => {
    const value = summary?.get(`sys/${column}`)?.value;
    return typeof value === 'string' ? value : null;
  };
  const number = (column: string): number | null => {
    const value = summary?.get(`sys/${column}`)?.value;
    return typeof value === 'number' ? value : null;
  };
  const id = number('id');
  const [model, runtime] = [text('model_name'), text('runtime_name')];
  return {
    uri: jobUri(place, id === null ? trash.name : String(id)),
    instance: place.instance,
    project: place.project.name,
    id: id === null ? trash.name : String(id),
    uuid: trash.name,
    status: jobStatus(text('job_status')),
    handler: text('name'),
    model: model === null ? null : { name: model, version: text('model_version') },
    datasets: datasetUris(text('dataset_uris'), place),
    runtime: runtime === null ? null : { name: runtime, version: text('runtime_version') },
    resource_pool: text('resource_pool'),
    owner: text('owner_name'),
    created_at: isoTime(number('created_time')),
    finished_at: isoTime(number('finished_time')),
    duration_ms: milliseconds(number('duration_ms')),
    error_message: null,
    comment: text('job_comment'),
    pinned: false,
    removed: true,
  };
}

/** Parses `project/{name}/dataset/{name}/version/{version}`, separated by commas. */
function datasetUris(text: string | null, { address }: JobPlace): JobRecord['datasets'] {
  return (text ?? '').split(',').flatMap((uri) => {
    const parts = /^\s*(project\/[^/]+\/dataset\/([^/]+)\/version\/([^/\s]+))\s*$/.exec(uri);
    if (parts === null) return [];
    const [, path = '', name = '', version = ''] = parts;
    return [{ name, version, uri: `${address}/${path}` }];
  });
}
