import { describe, expect, it } from 'vitest';
import { snakeCased } from '../../src/server/snake-case.ts';
import { recordedData } from './recorded.ts';

/** What `swcli -o json job info` prints of the same answer (JobVo and its parts of the client 0.6.15). */
const JOB_KEYS =
  'exposed_links id uuid model_name model_version model job_name job_type datasets dataset_list runtime is_builtin_runtime device device_amount owner created_time stop_time job_status comment step_spec resource_pool duration pinned_time';
const TASK_KEYS =
  'id uuid started_time finished_time task_status retry_num resource_pool step_name exposed_links failed_reason runs';

describe('a record of a server', () => {
  it('has the names of the Python client, its values unchanged', () => {
    const job = recordedData(66) as Record<string, unknown>;
    const shown = snakeCased(job) as Record<string, Record<string, unknown>>;
    expect(Object.keys(shown).sort()).toEqual(JOB_KEYS.split(' ').sort());
    expect(shown['job_status']).toBe(job['jobStatus']);
    expect(Object.keys(shown['owner'] ?? {}).sort()).toEqual(
      ['created_time', 'id', 'is_enabled', 'name', 'project_roles', 'system_role'].sort(),
    );
    expect(shown['runtime']?.['version']).toHaveProperty('built_image');
    const [task] = (recordedData(77) as { list: unknown[] }).list;
    expect(Object.keys(snakeCased(task) ?? {}).sort()).toEqual(TASK_KEYS.split(' ').sort());
  });

  it('keeps names that users chose, and copes with any depth', () => {
    expect(snakeCased({ projectRoles: { myProject: 'OWNER' } })).toEqual({ project_roles: { myProject: 'OWNER' } });
    let deep: unknown = 1;
    for (let i = 0; i < 20_000; i++) deep = { aB: deep };
    expect(JSON.stringify(snakeCased(deep))).toContain('{"a_b":null}');
  });
});
