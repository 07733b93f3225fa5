import { compareText } from '../../../src/datastore/keys.ts';
import type { TypedRow, TypedValue } from '../../../src/datastore/typed-value.ts';
import { NONE } from '../../../src/datastore/typed-value.ts';
import type { StandInJob } from './job.ts';
import { ServedTable } from './served-table.ts';
import { OWNER, type StandInProject } from './state.ts';

const KEY_COLUMN = 'id';

/**
 * A project's summary table as a server has it: what jobs logged themselves, and the server's own `sys/…` columns of every
 * job, even removed ones.
 */
export function summaryTable(
  logged: ServedTable | null,
  project: StandInProject,
  jobs: readonly StandInJob[],
): ServedTable {
  const rows = new Map<string, Map<string, TypedValue>>();
  for (const row of logged?.rows ?? []) {
    const key = row.get(KEY_COLUMN)?.value;
    if (typeof key === 'string') rows.set(key, new Map(row));
  }
  for (const job of jobs) {
    const row = rows.get(job.uuid) ?? new Map([[KEY_COLUMN, string(job.uuid)]]);
    for (const [name, value] of systemColumns(job, project)) if (value !== NONE) row.set(`sys/${name}`, value);
    rows.set(job.uuid, row);
  }
  const sorted: TypedRow[] = Array.from(rows)
    .sort(([a], [b]) => compareText(a, b))
    .map(([, row]) => row);
  return new ServedTable(KEY_COLUMN, 'STRING', sorted);
}

const string = (value: string): TypedValue => ({ type: 'STRING', value });
const int32 = (value: number): TypedValue => ({ type: 'INT32', value });
const int64 = (value: number): TypedValue => ({ type: 'INT64', value });

/** The names and types that the recorded server wrote, times in epoch milliseconds; None means not written. */
function systemColumns(job: StandInJob, project: StandInProject): readonly (readonly [string, TypedValue])[] {
  const { model, runtime, datasets } = job;
  const uri = (kind: string, { one, version }: { one: { name: string }; version: { name: string } }) =>
    `project/${project.name}/${kind}/${one.name}/version/${version.name}`;
  const idUri = (kind: string, { one, version }: { one: { id: string }; version: { id: string } }) =>
    `project/${project.id}/${kind}/${one.id}/version/${version.id}`;
  return [
    ['id', int64(job.id)],
    ['project_id', int64(Number(project.id))],
    ['owner_id', int64(Number(OWNER.id))],
    ['owner_name', string(OWNER.name)],
    ['name', job.handler === null ? NONE : string(job.handler)],
    ['job_type', string('EVALUATION')],
    ['job_status', string(job.status)],
    ['job_comment', job.comment === null ? NONE : string(job.comment)],
    ['created_time', int64(job.createdTime)],
    ['modified_time', int64(Math.max(job.createdTime, job.stopTime))],
    ['finished_time', job.stopTime > 0 ? int64(job.stopTime) : NONE],
    ['duration_ms', job.duration === null ? NONE : int64(job.duration)],
    ['resource_pool', string(job.resourcePool)],
    ['result_output_path', string(`starwhale/controller/resultMetrics/${job.uuid.slice(0, 2)}/${job.uuid}`)],
    ['step_spec', string(job.stepSpecText)],
    ['dev_mode', int32(job.devMode ? 1 : 0)],
    ['_is_deleted', int32(job.removed ? 1 : 0)],
    ['model_name', model ? string(model.one.name) : NONE],
    ['model_version', model ? string(model.version.name) : NONE],
    ['model_version_id', model ? int64(Number(model.version.id)) : NONE],
    ['model_uri', model ? string(uri('model', model)) : NONE],
    ['_model_uri', model ? string(idUri('model', model)) : NONE],
    ['runtime_name', runtime ? string(runtime.one.name) : NONE],
    ['runtime_version', runtime ? string(runtime.version.name) : NONE],
    ['runtime_version_id', runtime ? int64(Number(runtime.version.id)) : NONE],
    ['runtime_uri', runtime ? string(uri('runtime', runtime)) : NONE],
    ['_runtime_uri', runtime ? string(idUri('runtime', runtime)) : NONE],
    ['dataset_uris', string(datasets.map((dataset) => uri('dataset', dataset)).join(','))],
    ['_dataset_uris', { type: 'LIST', value: datasets.map((dataset) => string(idUri('dataset', dataset))) }],
    [
      '_dataset_id_version_map',
      {
        type: 'MAP',
        value: datasets.map(({ version }) => ({ key: int64(Number(version.id)), value: string(version.name) })),
      },
    ],
  ];
}
