import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { int, JOB, text, writeStore } from '../cli/written-store.ts';
import { swjob } from '../support/cli.ts';
import { loggedIn } from '../support/logged-in.ts';
import { type StandInServer, startStandIn } from '../support/stand-in.ts';
import { unpackStore } from '../support/stores.ts';
import type { Write } from '../support/write-table.ts';

// Compares a job of a Standalone instance with one of a Server.

const started: StandInServer[] = [];

afterAll(async () => {
  for (const server of started) await server.close();
});

async function sides(local: string, remote: string) {
  const server = await startStandIn({ root: remote });
  started.push(server);
  const env = await loggedIn(server, { root: local, current: false });
  const diff = async (base: string, job: string, ...args: readonly string[]) => {
    const ended = await swjob(['diff', base, job, ...args, '--json'], { env });
    expect(ended.status, ended.stderr).toBe(0);
    return { ...(JSON.parse(ended.stdout) as Compared), stderr: ended.stderr };
  };
  return { server, diff };
}

interface Compared {
  readonly on: readonly string[];
  readonly counts: Readonly<Record<string, number>>;
  readonly outcome: Readonly<Record<string, number>> | null;
  readonly rows: readonly { readonly key: unknown; readonly change: string }[];
}

describe('a Server compared with its store', () => {
  let vision: Awaited<ReturnType<typeof sides>>;
  beforeAll(async () => {
    const root = await unpackStore('vision');
    vision = await sides(root, root);
  });

  it.each([
    '624a',
    'tzrh',
    'jcnv',
    'gjei',
    'c7cf',
  ])('has the same rows of the job %s, artifacts among them', async (id) => {
    const uuid = vision.server.jobs.find((job) => job.uuid.startsWith(id))?.uuid;
    const { counts, rows } = await vision.diff(
      `local/project/self/job/${id}`,
      `srv/project/self/job/${uuid}`,
      '--ignore',
      '',
    );
    expect(rows).toEqual([]);
    expect(counts).toMatchObject({ changed: 0, added: 0, removed: 0 });
    expect(counts['equal']).toBeGreaterThan(0);
  });

  it('finds the same differences between two of its jobs as the store does', async () => {
    const uuid = (id: string) => vision.server.jobs.find((job) => job.uuid.startsWith(id))?.uuid ?? '';
    const direct = await vision.diff('local/project/self/job/jcnv', 'local/project/self/job/gjei');
    const remote = await vision.diff(`srv/project/self/job/${uuid('jcnv')}`, `srv/project/self/job/${uuid('gjei')}`);
    expect(remote.counts).toEqual(direct.counts);
    expect(remote.outcome).toEqual(direct.outcome);
    expect(remote.rows.map(({ key }) => key)).toEqual(direct.rows.map(({ key }) => key));
  });
});

describe('keys that differ in their prefix', () => {
  const writes = (prefix: string, count: number, wrong: number): Write[] =>
    Array.from({ length: count }, (_, index) => ({
      key: `${prefix}/pictures_#@#_${index}`,
      revision: 1n,
      cells: {
        _index: int(index),
        'input/label': text('bird'),
        'output/label': text(index === wrong ? 'frog' : 'bird'),
      },
    }));

  it('are joined by _index, and a note says so', async () => {
    const local = await writeStore({
      results: { keyType: 'STRING', blocks: [writes('self', 12, 3)] },
    });
    const remote = await writeStore({ results: { keyType: 'STRING', blocks: [writes('1', 13, 4)] } });
    const { diff } = await sides(local.root, remote.root);
    const uris = [`local/project/self/job/${JOB}`, `srv/project/self/job/${JOB}`] as const;
    const { on, counts, outcome, rows, stderr } = await diff(...uris, '--columns', 'output/label');
    expect(on).toEqual(['_index']);
    expect(stderr).toContain('The keys have nothing in common: rows are joined by _index.\n');
    expect(counts).toEqual({ equal: 10, changed: 2, added: 1, removed: 0 });
    expect(outcome).toMatchObject({ both_right: 10, fixed: 1, broken: 1, both_wrong: 0 });
    expect(rows.map(({ key, change }) => [key, change])).toEqual([
      [3, 'changed'],
      [4, 'changed'],
      [12, 'added'],
    ]);
    const byKey = await diff(...uris, '--on', 'id');
    expect(byKey.counts).toEqual({ equal: 0, changed: 0, added: 13, removed: 12 });
  });

  it('and keys of two kinds are refused, unless --on names columns', async () => {
    const numbers = writes('self', 5, 1).map((write, index) => ({ ...write, key: BigInt(index) }));
    const local = await writeStore({ results: { keyType: 'INT64', blocks: [numbers] } });
    const remote = await writeStore({ results: { keyType: 'STRING', blocks: [writes('1', 5, 1)] } });
    const { server } = await sides(local.root, remote.root);
    const env = await loggedIn(server, { root: local.root, current: false });
    const args = ['diff', `local/project/self/job/${JOB}`, `srv/project/self/job/${JOB}`];
    expect(await swjob(args, { env })).toMatchObject({
      status: 2,
      stdout: '',
      stderr:
        'swjob: the keys of the base are numbers, those of the job are strings\n' +
        'Join by a column that both tables have: --on COLUMN\n',
    });
    expect(await swjob([...args, '--on', '_index', '--exit-status'], { env })).toMatchObject({ status: 0, stdout: '' });
  });
});
