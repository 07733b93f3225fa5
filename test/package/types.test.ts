import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { runProgram } from '../support/program.ts';
import { consumerProject } from './consumers.ts';

// Checks users' TypeScript programs against the types of the installed package, with nothing else installed: the compiler's
// own libraries know what Node and browsers share.

const COMPILER = fileURLToPath(new URL('../../node_modules/typescript/bin/tsc', import.meta.url));

const USE = `
export async function accuracies(): Promise<Map<string, Value | undefined>> {
  const { jobs, pagination } = await Job.list({ project: 'self', pageIndex: 1, pageSize: 10 });
  const found = new Map<string, Value | undefined>();
  for (const one of jobs) {
    const status: JobStatus = await one.status();
    const row: Row = await one.summary();
    if (status === 'SUCCESS') found.set(one.uri, row['accuracy']);
  }
  return pagination.total === found.size ? found : new Map();
}

export async function pictures(uri: string): Promise<Uint8Array[]> {
  const bytes: Uint8Array[] = [];
  try {
    for await (const { image } of job(uri).getTableRows('results', { start: 0, limit: 3 })) {
      if (image instanceof Image) bytes.push(await image.bytes());
      if (typeof image === 'bigint' || image instanceof Tuple) bytes.length = 0;
    }
  } catch (error) {
    if (!isSwjobError(error)) throw error;
    const code: ErrorCode = error.code;
    process(code, error.exitCode satisfies number);
  }
  return bytes;
}
declare function process(code: string, status: number): void;
`;
const NAMES = 'Image, isSwjobError, Job, job, Tuple, type ErrorCode, type JobStatus, type Row, type Value';
const TYPES = 'ErrorCode, JobStatus, Row, Value';
const FILES = {
  'module.mts': `import { ${NAMES} } from 'swjob';${USE}`,
  'dynamic.cts': `import type { ${TYPES} } from 'swjob' with { 'resolution-mode': 'import' };
export async function count(): Promise<number> {
  const { Job } = await import('swjob');
  const { jobs } = await Job.list();
  return jobs.length;
}
export type All = [${TYPES}];
`,
  'required.cts': `import swjob = require('swjob');
export const latest: swjob.Job = swjob.job('@latest');
export const status: Promise<swjob.JobStatus> = latest.status();
`,
  'wrong.mts': `import { job } from 'swjob';
export const id: number = job('@latest').uri;
job(1);
job('@latest').getTableRows('results', { strat: 0 });
`,
};

let project: string;

beforeAll(async () => {
  project = await consumerProject(FILES);
});

/** The compiler's errors for these files. */
async function compile(module: string, moduleResolution: string, files: readonly string[]): Promise<string> {
  const strict = ['--noEmit', '--strict', '--exactOptionalPropertyTypes', '--skipLibCheck', 'false'];
  const target = ['--target', 'es2022', '--module', module, '--moduleResolution', moduleResolution];
  const args = [COMPILER, ...strict, ...target, '--types', '', '--ignoreConfig', ...files];
  const { stdout, stderr } = await runProgram(process.execPath, args, { cwd: project });
  return stdout + stderr;
}

describe('the types', () => {
  it.each([
    ['node16', 'node16', ['module.mts', 'dynamic.cts']],
    ['nodenext', 'nodenext', ['module.mts', 'dynamic.cts', 'required.cts']],
    ['esnext', 'bundler', ['module.mts']],
  ])('check for --module %s --moduleResolution %s in %s', async (module, moduleResolution, files) => {
    expect(await compile(module, moduleResolution, files)).toBe('');
  });

  it('exist: errors are reported', async () => {
    const text = await compile('node16', 'node16', ['wrong.mts']);
    expect(text.match(/TS\d+/g)).toEqual(['TS2322', 'TS2345', 'TS2561']);
  });
});
