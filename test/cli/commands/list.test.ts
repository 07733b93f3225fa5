import { describe, expect, it } from 'vitest';
import { storeEnv, swjob } from '../../support/cli.ts';
import { unpackStore } from '../../support/stores.ts';
import { ALL, ids, list } from './listed-jobs.ts';

const NEWEST = 'llye34ysrktk6hsjimuaubhp4rrai3a4nhmz5dj3';
const WITHOUT_MANIFEST = 'cufhrdslj2ifxaj2jnt6eykkqztzvkyd3brbtjfk';

describe('list', () => {
  it('prints the newest jobs first, equal times by id, jobs without a time by their folders', async () => {
    expect(await ids()).toEqual(ALL);
  });

  it('is also called ls', async () => {
    const options = { env: storeEnv(await unpackStore('jobs')) };
    expect(await swjob(['ls', '-q'], options)).toEqual(await swjob(['list', '-q'], options));
  });

  it('cuts the list into pages of --size', async () => {
    expect(await ids('--size', '5')).toEqual(ALL.slice(0, 5));
    expect(await ids('--size', '5', '--page', '2')).toEqual(ALL.slice(5, 10));
    expect(await ids('--size', '5', '--page', '3')).toEqual(ALL.slice(10));
    expect(await ids('--size', '5', '--page', '4')).toEqual([]);
  });

  it('shows 20 jobs per page by default, and all of them with --all', async () => {
    const env = storeEnv(await unpackStore('real'));
    const count = async (...args: string[]) =>
      (await swjob(['list', '-q', ...args], { env })).stdout.split('\n').length - 1;
    expect([await count(), await count('--page', '2'), await count('--all')]).toEqual([20, 3, 23]);
  });

  it('shows only removed jobs with --removed, and none without', async () => {
    expect(await ids('--removed')).toEqual(['wwa4i', 'z67ux']);
    const { stdout } = await list('--removed', '--json');
    expect(JSON.parse(stdout)).toMatchObject([{ removed: true }, { removed: true }]);
  });

  it('reads the project that --project names', async () => {
    const uris = async (project: string) => (await list('-q', '-p', project)).stdout;
    expect(await uris('another')).toMatch(/^local\/project\/another\/job\/jnxpw\w+\n$/);
    expect(await uris('local/project/third_project-2')).toMatch(/^local\/project\/third_project-2\/job\/fnqn7\w+\n$/);
  });

  it('prints with --quiet what finds the jobs again: ids in the current project, otherwise URIs', async () => {
    for (const [project, ...given] of [['self', '-p', 'local/project/self'], ['self'], ['another', '-p', 'another']]) {
      const { stdout } = await list('-q', '-n', '2', ...given);
      const lines = stdout.trimEnd().split('\n');
      for (const line of lines) expect(line.startsWith('local/')).toBe(project !== 'self');
      const env = storeEnv(await unpackStore('jobs'));
      const found = await swjob(['summary', '-', '--json'], { env, stdin: stdout });
      expect(found.stderr).toBe('');
      expect(found.stdout).toContain(`local/project/${project}/job/`);
      const asJson = await list('-q', '-n', '2', ...given, '-o', 'json');
      expect(JSON.parse(asJson.stdout)).toEqual(lines);
      const asLines = await list('-q', '-n', '2', ...given, '-o', 'jsonl');
      expect(asLines.stdout).toBe(lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
    }
    expect((await list('-q', '--status', 'CREATED', '-o', 'json')).stdout).toBe('[]\n');
  });

  it('takes -n, --limit and --size for the same', async () => {
    for (const flag of ['-n', '--limit', '--size']) expect(await ids(flag, '3')).toEqual(ALL.slice(0, 3));
    expect(await ids('-n5', '--page', '2')).toEqual(ALL.slice(5, 10));
  });

  it('sorts by a metric or a field, descending with a minus, jobs without it last', async () => {
    expect((await ids('--sort', 'acc')).slice(0, 5)).toEqual(['hjdma', 'hjdmb', 'hjdmz', '6jfeb', 'i3fjl']);
    expect((await ids('--sort=-acc')).slice(0, 5)).toEqual(['i3fjl', '6jfeb', 'hjdmz', 'hjdmb', 'hjdma']);
    expect((await ids('--sort', 'id')).slice(0, 3)).toEqual(['4zzus', '6jfeb', 'bzgyt']);
  });

  it('sorts by several keys, and by paths', async () => {
    expect((await ids('--sort', 'status,-acc')).slice(0, 6)).toEqual([
      'dkjc7',
      'i3fjl',
      '6jfeb',
      'hjdmz',
      'hjdmb',
      'hjdma',
    ]);
    expect((await ids('--sort', '-status,acc')).slice(0, 3)).toEqual(['cufhr', 'hjdma', 'hjdmb']);
    expect(await ids('--sort', '-`acc`')).toEqual(await ids('--sort=-acc'));
    expect(await ids('--sort', 'model.name,id')).toEqual(await ids('--sort', 'model/name', '--sort', 'id'));
    expect(await list('--sort', 'acc,,id')).toMatchObject({ status: 2, stdout: '' });
  });

  it('accepts --sort -KEY as two words', async () => {
    expect(await ids('--sort', '-acc')).toEqual(await ids('--sort=-acc'));
  });

  it('adds the project with --fullname', async () => {
    const { stdout } = await list('--fullname', '--size', '1');
    expect(stdout).toBe(`self\t${NEWEST}\tSUCCESS\tfxmodel\tfx.evaluator:run\t\t2024-03-12T10:00:00Z\t\n`);
  });

  it('puts the jobs and the pagination into one JSON object with --meta', async () => {
    const { stdout } = await list('--meta', '--json', '--size', '4', '--page', '2');
    const document = JSON.parse(stdout) as { jobs: unknown; pagination: unknown };
    expect(document.pagination).toEqual({ total: 14, page: 2, size: 4, pages: 4, has_next: true });
    expect(document.jobs).toEqual(JSON.parse((await list('--json', '--size', '4', '--page', '2')).stdout));
  });

  it('warns that --meta has no effect in other formats', async () => {
    const plain = await list('-o', 'jsonl');
    const stderr = 'swjob: --meta has no effect without --output json\n';
    expect(await list('-o', 'jsonl', '--meta')).toEqual({ ...plain, stderr });
  });

  it('prints only --fields in JSON, in that order, even with --meta', async () => {
    const { stdout } = await list('--json', '--size', '1', '--fields', 'status,id');
    expect(stdout).toBe(`[\n{"status":"SUCCESS","id":"${NEWEST}"}\n]\n`);
    const meta = await list('--json', '--meta', '--size', '1', '--fields', 'status,id');
    expect(JSON.parse(meta.stdout)).toHaveProperty('jobs', [{ status: 'SUCCESS', id: NEWEST }]);
  });

  it('accepts paths into fields and metrics, and names in backquotes, in --fields', async () => {
    const { stdout } = await list('--json', '--filter', 'model == "m"', '--fields', 'model.name,`status`');
    expect(stdout).toBe('[\n{"model.name":"m","status":"SUCCESS"}\n]\n');
    expect((await list('--filter', 'model == "m"', '--fields', 'model/name,status')).stdout).toBe('m\tSUCCESS\n');
    expect(await list('--fields', 'model.nmae')).toMatchObject({
      status: 3,
      stderr: expect.stringMatching(/^swjob: there is no field "model\.nmae"\nDid you mean model\.name\?/),
    });
  });

  it('prints one job per line as jsonl, and csv with a header', async () => {
    const lines = (await list('-o', 'jsonl')).stdout.split('\n').slice(0, -1);
    expect(lines.map((line) => (JSON.parse(line) as { id: string }).id.slice(0, 5))).toEqual(ALL);
    const [header = '', first] = (await list('-o', 'csv', '--size', '1', '--fields', 'id,datasets')).stdout.split('\n');
    expect([header, first]).toEqual(['id,datasets', `${NEWEST},`]);
  });

  it('shows a job without a manifest as UNKNOWN', async () => {
    const { stdout } = await list('--json', '--status', 'UNKNOWN');
    expect(JSON.parse(stdout)).toMatchObject([{ id: WITHOUT_MANIFEST, created_at: null, model: null, datasets: [] }]);
  });

  it('prints an empty array with status 0 if nothing is found', async () => {
    for (const args of [
      ['--status', 'PAUSED'],
      ['--page', '9'],
      ['--filter', 'acc > 100'],
    ]) {
      expect(await list('--json', ...args)).toEqual({ status: 0, stdout: '[]\n', stderr: '' });
    }
  });
});
