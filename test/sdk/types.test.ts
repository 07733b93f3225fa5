import type { Dispatcher, MockAgent } from 'undici';
import { describe, expectTypeOf, it } from 'vitest';
import {
  type Artifact,
  type CallOptions,
  type DispatcherLike,
  type ErrorCode,
  type FetchLike,
  Image,
  isSwjobError,
  Job,
  type JobInfo,
  type JobList,
  type JobRecord,
  type JobReport,
  type JobStatus,
  job,
  type KeyValue,
  type ListOptions,
  type Pagination,
  type PlainData,
  type Project,
  type Row,
  Starwhale,
  type StarwhaleObject,
  SwjobError,
  type TableBatch,
  type TableRowsOptions,
  Tuple,
  type Value,
} from '../../src/index.ts';

// tsc checks this file, as all of test/: a changed type affects every program that uses it.

interface Scores {
  readonly accuracy: number;
}

describe('the types of the library', () => {
  it('of jobs', () => {
    expectTypeOf(job).toEqualTypeOf<(uri: string) => Job>();
    expectTypeOf(Job.get).toEqualTypeOf<(uri: string) => Job>();
    expectTypeOf(Job.list).parameters.toEqualTypeOf<[options?: ListOptions | Project | string | undefined]>();
    expectTypeOf(Job.list).returns.resolves.toEqualTypeOf<JobList>();
    expectTypeOf<Job['uri']>().toEqualTypeOf<string>();
    expectTypeOf<Job['status']>().returns.resolves.toEqualTypeOf<JobStatus>();
    expectTypeOf<Job['record']>().returns.resolves.toEqualTypeOf<JobRecord>();
    expectTypeOf<Job['info']>().returns.resolves.toEqualTypeOf<JobInfo>();
    expectTypeOf((found: Job) => found.summary()).returns.resolves.toEqualTypeOf<Row>();
    expectTypeOf((found: Job) => found.summary<Scores>()).returns.resolves.toEqualTypeOf<Scores>();
    expectTypeOf<Job['tables']>().returns.resolves.toEqualTypeOf<string[]>();
    expectTypeOf<Job['getTableRows']>().parameters.toEqualTypeOf<
      [name: string, options?: TableRowsOptions | undefined]
    >();
    expectTypeOf<Job['getTableBatches']>().parameters.toEqualTypeOf<Parameters<Job['getTableRows']>>();
    expectTypeOf<Job['getTableBatches']>().returns.toEqualTypeOf<AsyncGenerator<TableBatch, void, undefined>>();
    expectTypeOf((found: Job) => found.getTableRows('x')).returns.toEqualTypeOf<AsyncGenerator<Row, void, undefined>>();
    expectTypeOf((found: Job) => found.getTableRows<Scores>('x')).returns.toEqualTypeOf<
      AsyncGenerator<Scores, void, undefined>
    >();
  });

  it('of options of jobs', () => {
    expectTypeOf<ListOptions>().toEqualTypeOf<{
      readonly project?: string | Project | undefined;
      readonly pageIndex?: number | undefined;
      readonly pageSize?: number | undefined;
      readonly status?: JobStatus | readonly JobStatus[] | undefined;
      readonly filter?: string | undefined;
      readonly sort?: string | readonly string[] | undefined;
      readonly metrics?: readonly string[] | undefined;
      readonly since?: Date | string | undefined;
      readonly until?: Date | string | undefined;
      readonly signal?: AbortSignal | undefined;
    }>();
    expectTypeOf<TableRowsOptions>().toEqualTypeOf<{
      readonly start?: KeyValue | undefined;
      readonly end?: KeyValue | undefined;
      readonly endInclusive?: boolean | undefined;
      readonly keepNone?: boolean | undefined;
      readonly columns?: readonly string[] | undefined;
      readonly limit?: number | undefined;
      readonly revision?: bigint | undefined;
      readonly unpickle?: boolean | undefined;
      readonly skipDamaged?: ((damage: SwjobError) => void) | undefined;
      readonly signal?: AbortSignal | undefined;
    }>();
    expectTypeOf<KeyValue>().toEqualTypeOf<number | bigint | string | boolean | Uint8Array>();
    expectTypeOf<ConstructorParameters<typeof Project>>().toEqualTypeOf<[uri?: string | undefined]>();
  });

  it('of a job, which a plain object can stand in for', () => {
    expectTypeOf<Pick<Job, keyof Job>>().toExtend<Job>();
  });

  it('of options that are passed on, undefined or not', () => {
    const passOn = (project: string | undefined, limit: number | undefined, signal: AbortSignal | undefined) => {
      new Starwhale({ config: project, storage: project, token: project, timeout: limit, project });
      const found = job('x');
      return [
        () => Job.list({ project, pageIndex: limit, pageSize: limit }),
        () => found.getTableRows('x', { start: project, end: project, columns: undefined, limit, signal }),
        () => found.logs({ task: project, follow: undefined, signal }),
        () => found.wait({ timeout: limit, interval: limit, signal }),
        () => found.remove({ force: undefined }),
      ];
    };
    expectTypeOf(passOn).returns.toBeArray();
  });

  it('of fetch and dispatcher', () => {
    expectTypeOf<typeof fetch>().toExtend<FetchLike>();
    expectTypeOf<Dispatcher>().toExtend<DispatcherLike>();
    expectTypeOf<MockAgent>().toExtend<DispatcherLike>();
    expectTypeOf<Parameters<Starwhale['create']>[0]>().toExtend<{ readonly project?: string | Project | undefined }>();
  });

  it('of what jobs return', () => {
    expectTypeOf<JobStatus>().toEqualTypeOf<
      'CREATED' | 'READY' | 'PAUSED' | 'RUNNING' | 'CANCELLING' | 'CANCELED' | 'SUCCESS' | 'FAIL' | 'UNKNOWN'
    >();
    expectTypeOf<Pagination>().toEqualTypeOf<{
      readonly total: number;
      readonly page: number;
      readonly size: number;
      readonly pages: number;
      readonly has_next: boolean;
    }>();
    expectTypeOf<JobInfo['report']>().toEqualTypeOf<JobReport | null>();
    expectTypeOf<JobInfo['manifest']>().toEqualTypeOf<{ readonly [field: string]: PlainData } | null>();
    // As in the reference: job.info().job.uuid.
    expectTypeOf<NonNullable<JobInfo['job']>['uuid']>().toEqualTypeOf<string>();
    expectTypeOf<JobReport['summary']>().toEqualTypeOf<Row>();
    expectTypeOf<JobRecord['created_at']>().toEqualTypeOf<string | null>();
    expectTypeOf<JobRecord['duration_ms']>().toEqualTypeOf<number | null>();
  });

  it('of values', () => {
    expectTypeOf<Row>().toEqualTypeOf<{ [column: string]: Value }>();
    expectTypeOf<Value>().toEqualTypeOf<
      | null
      | boolean
      | number
      | bigint
      | string
      | Uint8Array
      | readonly Value[]
      | Tuple
      | ReadonlyMap<Value, Value>
      | StarwhaleObject
    >();
    expectTypeOf<Tuple>().toExtend<Value[]>();
    expectTypeOf<Image>().toExtend<Artifact>();
    expectTypeOf<Artifact['bytes']>().returns.resolves.toEqualTypeOf<Uint8Array>();
    expectTypeOf<Artifact['text']>().toEqualTypeOf<
      (encoding?: string | undefined, options?: CallOptions | undefined) => Promise<string>
    >();
    expectTypeOf<Artifact['save']>().toEqualTypeOf<
      (path: string, options?: CallOptions | undefined) => Promise<void>
    >();
    expectTypeOf<StarwhaleObject['attributes']>().toEqualTypeOf<ReadonlyMap<string, Value>>();
  });

  it('of values, narrowed by a program', () => {
    const narrow = (value: Value) => {
      if (value instanceof Image) expectTypeOf(value.mimeType).toEqualTypeOf<string>();
      if (value instanceof Tuple) expectTypeOf(value[0]).toEqualTypeOf<Value | undefined>();
      if (typeof value === 'bigint') expectTypeOf(value).toEqualTypeOf<bigint>();
    };
    expectTypeOf(narrow).returns.toBeVoid();
  });

  it('of errors', () => {
    const error: unknown = new SwjobError('usage', 'x');
    if (isSwjobError(error)) {
      expectTypeOf(error).toEqualTypeOf<SwjobError>();
      expectTypeOf(error.code).toEqualTypeOf<ErrorCode>();
      expectTypeOf(error.exitCode).toEqualTypeOf<number>();
      expectTypeOf(error.hint).toEqualTypeOf<string | undefined>();
      expectTypeOf(error.uri).toEqualTypeOf<string | undefined>();
      expectTypeOf(error.status).toEqualTypeOf<number | undefined>();
    }
    const other: unknown = error;
    if (isSwjobError(other, 'timeout')) expectTypeOf(other.code).toEqualTypeOf<'timeout'>();
  });
});
