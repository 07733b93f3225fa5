import { expect } from 'vitest';
import type { PlainData, TypedRow } from '../../src/datastore/typed-value.ts';
import type { JobSource, KeyValue, ScanOptions, TableSource } from '../../src/job/instance.ts';
import type { JobRecord, JobStatus } from '../../src/job/record.ts';
import type { JobAnswers, ManifestAnswer, RowAnswer, ScanAnswer, ValueAnswer } from './answers.ts';
import { canonRows, digestOf, expectedRows } from './canon.ts';

/** The status in a manifest, which the client shows in upper case, as the Job SDK's reference spells it. */
const STATUS: Readonly<Record<string, JobStatus>> = {
  INIT: 'CREATED',
  START: 'READY',
  RUNNING: 'RUNNING',
  SUCCESS: 'SUCCESS',
  FAILED: 'FAIL',
};

function statusOf(clientStatus: string): JobStatus {
  return STATUS[clientStatus.toUpperCase()] ?? 'UNKNOWN';
}

/** All rows of a table, in order. */
export async function rowsOf(table: TableSource, options: ScanOptions = {}): Promise<TypedRow[]> {
  const rows: TypedRow[] = [];
  for await (const batch of table.scan(options)) rows.push(...batch);
  return rows;
}

/** Checks that status, manifest, summary and table names are the client's. */
export async function expectSameJob(
  job: JobSource,
  answers: JobAnswers,
  extraFields: readonly string[],
): Promise<void> {
  expect(await job.status()).toBe(statusOf(given(answers.status)));
  expectSameManifest((await job.details()).manifest, given(answers.info).manifest, extraFields);
  await expectSameSummary(job, given(answers.summary));
  expect(await job.tables()).toEqual(Array.from(given(answers.tables)).sort(byCodePoint));
}

/** The client shows a job without a row in the summary table as an empty row. */
export async function expectSameSummary(job: JobSource, answer: RowAnswer): Promise<void> {
  const summary = await job.summary();
  const lines = summary === null ? ['[]'] : await canonRows([summary], job.artifacts);
  expect(lines).toEqual(expectedRows([answer]));
}

/** Checks that the rows are the client's, in its order. */
export async function expectSameRows(job: JobSource, rows: readonly TypedRow[], answer: ScanAnswer): Promise<void> {
  expectSameLines(await canonRows(rows, job.artifacts), answer);
}

/** As `expectSameRows`, for the lines of `canonRows`. */
export function expectSameLines(lines: readonly string[], answer: ScanAnswer): void {
  const expected = given(answer);
  if ('count' in expected) {
    expect(lines.slice(0, expected.first.length)).toEqual(expectedRows(expected.first));
    expect(lines.slice(-expected.last.length)).toEqual(expectedRows(expected.last));
    expect(digestOf(lines)).toEqual({ count: expected.count, sha256_sorted: expected.sha256_sorted });
  } else {
    expectEqualLines(lines, expectedRows(expected));
  }
}

/** As `toEqual`, which is called only for different lines, as it is slow for many. */
export function expectEqualLines(lines: readonly string[], expected: readonly string[], what = ''): void {
  const isEqual = lines.length === expected.length && lines.every((line, at) => line === expected[at]);
  if (!isEqual) expect(lines, what).toEqual(expected);
}

/** Checks that the records match the manifests, newest first, equal times by id; other jobs may be anywhere. */
export function expectSameList(jobs: readonly JobRecord[], manifests: readonly ManifestAnswer[]): void {
  const listed = new Set(manifests.map((manifest) => manifest.version));
  const sorted = manifests.toSorted(
    (left, right) => byCodePoint(right.created_at, left.created_at) || byCodePoint(left.version, right.version),
  );
  const shown = jobs.filter((job) => listed.has(job.id));
  // The client omits why a job failed, which its log or its tasks may say.
  const facts = shown.map((job, index) => {
    const told = recordFacts(job);
    return { ...told, error: sorted[index]?.['error_message'] ? told.error : null };
  });
  expect(facts).toEqual(sorted.map(manifestFacts));
}

/** `ID`, `job/ID` and `local/project/PROJECT/job/ID`, the first two in the default project. */
export function jobUri(uri: string): { readonly project: string; readonly id: string } {
  const parts = uri.split('/');
  const id = parts.at(-1) ?? '';
  return { project: parts.length === 5 ? (parts[2] ?? '') : 'self', id };
}

/** The start and end of a range in the client's answers. */
export function rangeOf(answer: ScanAnswer): ScanOptions {
  return { start: keyOf(answer.start), end: keyOf(answer.end), endInclusive: answer.end_inclusive };
}

export function isFullScan(answer: ScanAnswer): boolean {
  return answer.start.t === 'none' && answer.end.t === 'none' && !answer.keep_none;
}

/** By code point, as Python sorts text. */
export function byCodePoint(left: string, right: string): number {
  return Buffer.compare(Buffer.from(left), Buffer.from(right));
}

/** The client's answer, if it gave one. */
export function given<T>(answer: { readonly ok?: T; readonly error?: string }): T {
  if (answer.ok === undefined) throw new Error(`the client answered with ${answer.error}`);
  return answer.ok;
}

function keyOf(value: ValueAnswer): KeyValue | undefined {
  switch (value.t) {
    case 'none':
      return undefined;
    case 'int':
      return Number.isSafeInteger(Number(value.v)) ? Number(value.v) : BigInt(String(value.v));
    case 'float':
      return Number(value.v);
    case 'bool':
      return value.v === true;
    case 'bytes':
      return Buffer.from(String(value.v), 'base64');
    default:
      return String(value.v);
  }
}

/** The client fills in None for absent fields, and drops the fields that it does not know. */
function expectSameManifest(ours: PlainData, client: ManifestAnswer, extraFields: readonly string[]): void {
  if (ours === null || typeof ours !== 'object') throw new Error('a Standalone job has a manifest');
  const fields = new Map<string, unknown>(Object.entries(ours));
  for (const [field, value] of Object.entries(client)) expect(fields.get(field) ?? null, field).toEqual(value);
  expect(Array.from(fields.keys()).filter((field) => !(field in client))).toEqual(extraFields);
}

function recordFacts(job: JobRecord) {
  return {
    uri: job.uri,
    instance: job.instance,
    uuid: job.uuid,
    status: job.status,
    handler: job.handler,
    model: job.model?.name ?? null,
    datasets: job.datasets.map((dataset) => dataset.uri),
    created: Date.parse(job.created_at ?? ''),
    finished: Date.parse(job.finished_at ?? ''),
    error: job.error_message || null,
    removed: job.removed,
  };
}

function manifestFacts(manifest: ManifestAnswer): ReturnType<typeof recordFacts> {
  const text = (field: string): string | null => (typeof manifest[field] === 'string' ? manifest[field] || null : null);
  return {
    uri: `local/project/${manifest['project']}/job/${manifest.version}`,
    instance: 'local',
    uuid: manifest.version,
    status: statusOf(String(manifest['status'])),
    handler: text('handler_name'),
    // A name has no slashes; the version follows the first one.
    model: text('model')?.split('/')[0] ?? null,
    datasets: Array.isArray(manifest['datasets']) ? manifest['datasets'].map(String) : [],
    created: Date.parse(manifest.created_at),
    finished: Date.parse(String(manifest['finished_at'])),
    error: text('error_message'),
    removed: false,
  };
}
