import { describe, expect, it } from 'vitest';
import { storeEnv, swjob } from '../../support/cli.ts';
import { unpackStore } from '../../support/stores.ts';

// The store `jobs` has 14 jobs in `self` and two removed ones; summaries name `acc` or `accuracy`.

const NEWEST = 'llye34ysrktk6hsjimuaubhp4rrai3a4nhmz5dj3';
const WITHOUT_MANIFEST = 'cufhrdslj2ifxaj2jnt6eykkqztzvkyd3brbtjfk';
const FAILED = 'dkjc7puchs2m6mp427co24p3n7mccqqpno2qjudu';

async function list(...args: string[]) {
  return swjob(['list', ...args], { env: storeEnv(await unpackStore('jobs')) });
}

/** The ids in a list, shortened but still distinct. */
async function ids(...args: string[]): Promise<string[]> {
  const { status, stdout, stderr } = await list('-q', ...args);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return stdout
    .split('\n')
    .slice(0, -1)
    .map((id) => id.slice(0, 5));
}

const ALL = 'llye3 bzgyt mg6wt t63hk hzc7y yodmk dkjc7 hjdmz hjdmb hjdma 6jfeb cufhr 4zzus i3fjl'.split(' ');

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

  it('selects by one or several statuses, in any case', async () => {
    expect(await ids('--status', 'FAIL')).toEqual(['dkjc7']);
    expect(await ids('--status', 'failed,unknown')).toEqual(['dkjc7', 'cufhr']);
    expect(await ids('--status', 'fail', '--status', 'unknown')).toEqual(['dkjc7', 'cufhr']);
    expect(await ids('--status', 'RUNNING')).toEqual([]);
  });

  it('selects before it pages', async () => {
    expect(await ids('--status', 'FAIL,UNKNOWN', '--size', '1', '--page', '2')).toEqual(['cufhr']);
    expect(await ids('--sort=acc', '--size', '2')).toEqual(['hjdma', 'hjdmb']);
    expect(await ids('--filter', 'acc > 0.25', '--size', '2', '--page', '2')).toEqual(['i3fjl']);
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

  it('adds metrics of the summaries as columns', async () => {
    const { stdout } = await list('--metric', 'acc,accuracy', '--fields', 'id,acc,accuracy', '-o', 'csv');
    expect(stdout.split('\n')).toEqual(
      expect.arrayContaining([
        'id,acc,accuracy',
        'mg6wt2cnqt6vfpugcu6wflc7pcmevithaeorbca6,,0.75',
        'hjdmzzrqqq,0.3,',
        `${FAILED},,`,
      ]),
    );
  });

  it('keeps the types of metrics in JSON, and has null if a job lacks one', async () => {
    const { stdout } = await list('--metric', 'acc', '--json');
    const jobs = JSON.parse(stdout) as { id: string; acc: number | null }[];
    expect(jobs.find(({ id }) => id === 'hjdmzzrqqq')?.acc).toBe(0.3);
    expect(jobs.find(({ id }) => id === FAILED)).toHaveProperty('acc', null);
  });

  it('refuses a metric that no job has, and says if only the jobs of the page lack it', async () => {
    expect(await list('--metric', 'acuracy')).toEqual({
      status: 3,
      stdout: '',
      stderr: expect.stringMatching(/^swjob: --metric: there is no acuracy\nDid you mean accuracy\?\nThere are: /),
    });
    expect((await list('--metric', 'acuracy')).stderr).not.toMatch(/\bid\b/);
    expect((await list('--metric', 'id')).status).toBe(0);
    const { status, stderr } = await list('--metric', 'loss', '--size', '1');
    expect({ status, stderr }).toEqual({ status: 0, stderr: 'swjob: no listed job has the metric "loss"\n' });
  });

  it('shows all metrics that match a pattern', async () => {
    const columns = async (...args: string[]) => (await list('-o', 'csv', ...args)).stdout.split('\n')[0]?.split(',');
    expect((await columns('--metric', '*'))?.slice(19)).toEqual(expect.arrayContaining(['acc', 'loss', 'accuracy']));
    expect((await columns('--metric', '*'))?.slice(19)).not.toContain('id');
    const macro = (await columns('--metric', 'macro avg/*'))?.slice(19) ?? [];
    expect(macro).toEqual(['macro avg/precision']);
    expect(await list('--metric', 'macr/*')).toMatchObject({
      status: 3,
      stderr: 'swjob: --metric: no metric matches "macr/*"\nUse --metric \'*\' to see all metrics.\n',
    });
    expect((await list('--metric', '`macr*`')).stderr).toMatch(/^swjob: --metric: there is no `macr\*`\n/);
  });

  it('shows only those matching metrics that the listed jobs have', async () => {
    const { stdout, stderr } = await list('--metric', '*', '--filter', 'loss >= 0', '--json', '--size', '1');
    const [job = {}] = JSON.parse(stdout) as readonly Record<string, unknown>[];
    expect(Object.values(job).slice(19)).not.toContain(null);
    expect({ fields: Object.keys(job).length > 19, stderr }).toEqual({ fields: true, stderr: '' });
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

  it('filters by fields and metrics', async () => {
    expect(await ids('--filter', "acc >= 0.3 and status == 'SUCCESS'")).toEqual(['hjdmz', '6jfeb', 'i3fjl']);
    expect(await ids('--filter', "model.name == 'm'")).toEqual(['t63hk']);
    expect(await ids('--filter', '`macro avg/precision` > 2 or accuracy == 0.75')).toEqual(['mg6wt']);
  });

  it('understands the words of tables in a condition', async () => {
    const byPart = await ids('--filter', "model.name == 'm'");
    expect(byPart).toHaveLength(1);
    for (const condition of [
      "model == 'm'",
      "'m' == model",
      "model in ('m', 'zzz')",
      "model ~ '^m$'",
      "model/name == 'm'",
    ]) {
      expect([condition, await ids('--filter', condition)]).toEqual([condition, byPart]);
    }
    expect(await ids('--filter', "model != 'm'")).toHaveLength(ALL.length - 1);
    expect(await ids('--filter', "status == 'success'")).toEqual(await ids('--status', 'SUCCESS'));
    expect(await ids('--filter', "created_at < '2024-01-01'")).toEqual(await ids('--until', '2023-12-31'));
    expect(await ids('--filter', "created_at == '2024-03-12'")).toContain('llye3');
    expect(await ids('--filter', 'duration_ms <= "1h"')).toEqual(await ids('--filter', 'duration_ms <= 3600000'));
  });

  it('selects the jobs created --since and --until a time', async () => {
    expect(await ids('--since', '2024-03-12T10:00:00Z', '--until', '2024-03-12T10:00:00Z')).toContain('llye3');
    expect(await ids('--since', '2024-03-12T10:00:01Z')).not.toContain('llye3');
    expect(await ids('--since', '2024-03-12', '--until', '2024-03-12')).toContain('llye3');
    expect(await ids('--since', '1m')).toEqual([]);
    expect(await ids('--until', '2099-01-01')).toEqual(ALL.filter((id) => id !== 'cufhr'));
    expect(await list('--since', 'yesterdays')).toMatchObject({
      status: 2,
      stderr: expect.stringMatching(/^swjob: --since "yesterdays" is not a time\nWrite how long ago, such as 7d /),
    });
  });

  it('refuses an impossible condition', async () => {
    expect(await list('--filter', 'status = FAIL')).toEqual({
      status: 3,
      stdout: '',
      stderr: 'swjob: --filter: there is no FAIL\nText needs quotes: status == "FAIL"\n',
    });
    for (const [condition, message] of [
      ['created_at > "soon"', '"soon" is not a time'],
      ['duration_ms > "long"', '"long" is not a duration'],
      ['status == "FINE"', 'unknown job status "FINE"'],
    ] as const) {
      const { status, stderr } = await list('--filter', condition);
      expect([status, stderr.split('\n')[0]]).toEqual([2, `swjob: --filter: ${message}`]);
    }
  });

  it('reports once that a condition compares different kinds', async () => {
    const note = '--filter: acc is a number, "0.5" is a string ("0.5"): these are never equal and have no order.\n';
    expect(await list('-o', 'json', '--filter', 'acc > "0.5"')).toEqual({ status: 0, stdout: '[]\n', stderr: note });
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
