import * as v from 'valibot';
import { SwjobError } from '../errors.ts';

/** A number that lost digits when it was parsed may be another job's id. */
const idNumber = v.pipe(v.number(), v.safeInteger('an exact integer'));
/** Ids become parts of paths. */
const PATH_PART = /^(?!\.{1,2}$)[^\u0000-\u001f\u007f/]+$/;
const idText = v.check((text: string) => PATH_PART.test(text), 'a valid id');
/** Ids are strings, except those of a task's runs. */
const id = v.pipe(v.union([v.string(), idNumber]), v.transform(String), idText);
/** The answer to creating something. */
export const newIdReply = id;
const text = v.nullish(v.string(), null);
const count = v.pipe(v.number(), v.integer(), v.minValue(0));
/** Milliseconds since the epoch, or of a duration; the server also sends -1000 for "unknown". */
const millis = v.nullish(v.number(), null);
const named = v.nullish(v.object({ name: v.string() }), null);
const versioned = v.object({ name: v.string(), version: named });
/** `indexTable` begins with `project/` and the number of the dataset's project, which can differ from the job's. */
const dataset = v.object({
  name: v.string(),
  version: v.nullish(v.object({ name: v.string(), indexTable: text }), null),
});

export const pageReply = v.object({ total: count, list: v.array(v.unknown()), pageSize: v.nullish(v.number(), null) });

export const projectReply = v.object({ id, name: v.string(), owner: named });
export type ProjectReply = v.InferOutput<typeof projectReply>;

export const jobReply = v.object({
  id,
  uuid: v.pipe(v.string(), v.minLength(2), idText),
  modelName: text,
  modelVersion: text,
  jobName: text,
  datasetList: v.nullish(v.array(dataset), []),
  runtime: v.nullish(versioned, null),
  owner: named,
  createdTime: millis,
  stopTime: millis,
  jobStatus: text,
  comment: text,
  resourcePool: text,
  duration: millis,
  pinnedTime: millis,
  stepSpec: text,
});
export type JobReply = v.InferOutput<typeof jobReply>;

export const taskReply = v.object({
  id,
  uuid: text,
  stepName: text,
  taskStatus: text,
  startedTime: millis,
  finishedTime: millis,
  retryNum: v.nullish(v.number(), null),
  resourcePool: text,
  failedReason: text,
  /** Oldest first; a task that is retried has several. */
  runs: v.nullish(v.array(v.unknown()), []),
});
export type TaskReply = v.InferOutput<typeof taskReply>;

export const eventReply = v.object({
  id: v.nullish(id, null),
  eventType: text,
  source: text,
  message: text,
  data: text,
  timestamp: millis,
  relatedResource: v.nullish(v.object({ eventResourceType: v.string(), id }), null),
});
export type EventReply = v.InferOutput<typeof eventReply>;

export const trashReply = v.object({ id, name: v.string(), type: text, trashedTime: millis, trashedBy: text });
export type TrashReply = v.InferOutput<typeof trashReply>;

export const userReply = v.object({ id, name: v.string(), systemRole: text });
export type UserReply = v.InferOutput<typeof userReply>;

export const versionReply = v.object({ version: v.string() });
export const tablesReply = v.object({ tables: v.array(v.string()) });
/** Records and hints are checked when they are decoded: schemas would drop columns with names such as `constructor`. */
export const recordsReply = v.object({
  records: v.array(v.unknown()),
  columnHints: v.nullish(v.unknown()),
  lastKey: text,
});
export interface RecordsReply extends v.InferOutput<typeof recordsReply> {
  /** The length of the answer in bytes. */
  readonly bytes: number;
}

export const textsReply = v.array(v.string());
export const listReply = v.array(v.unknown());

/** Checks an answer's data; the error for a wrong type names the place. Unknown keys are dropped. */
export function checked<Schema extends v.GenericSchema>(
  schema: Schema,
  data: unknown,
  what: string,
): v.InferOutput<Schema> {
  const result = v.safeParse(schema, data, { abortEarly: true });
  if (result.success) return result.output;
  const [issue] = result.issues;
  const place = v.getDotPath(issue) ?? 'data';
  const how =
    issue.input === undefined ? 'is missing' : `is ${typeName(issue.input)}, not ${issue.expected ?? issue.message}`;
  throw new SwjobError('network', `${what}: the answer is not as expected: ${place} ${how}`, {
    hint: 'The server may be of another version; `swjob doctor` shows it.',
  });
}

function typeName(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'a list' : typeof value;
}
