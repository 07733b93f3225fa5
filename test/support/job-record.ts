import type { JobRecord } from '../../src/job/record.ts';

/** The record of a Standalone job. Fields that are not given are unknown. */
export function jobRecord(given: Partial<JobRecord> = {}): JobRecord {
  const { id = 'abc' } = given;
  return {
    uri: `local/project/self/job/${id}`,
    instance: 'local',
    project: 'self',
    id,
    uuid: id,
    status: 'SUCCESS',
    handler: null,
    model: null,
    datasets: [],
    runtime: null,
    resource_pool: null,
    owner: null,
    created_at: null,
    finished_at: null,
    duration_ms: null,
    error_message: null,
    comment: null,
    pinned: false,
    removed: false,
    ...given,
  };
}
