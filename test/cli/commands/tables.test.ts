import { describe, expect, it, onTestFinished } from 'vitest';
import { byCodePoint, given } from '../../support/agreement.ts';
import { storeEnv, swjob } from '../../support/cli.ts';
import { loggedIn } from '../../support/logged-in.ts';
import type { RecordedRequest } from '../../support/stand-in/faults.ts';
import { startStandIn } from '../../support/stand-in.ts';
import { expectedAnswers, type StoreName, unpackStore } from '../../support/stores.ts';

async function tables(store: StoreName, args: readonly string[], columns?: number) {
  const env = { ...storeEnv(await unpackStore(store)), NO_COLOR: '1' };
  return swjob(['tables', ...args], { env, ...(columns !== undefined && { tty: { columns } }) });
}

describe('tables', () => {
  it('prints the client’s names by code point, without the summary table', async () => {
    const answers = await expectedAnswers('types');
    const [id = '', job] = Object.entries(answers.projects['self']?.jobs ?? {})[0] ?? [];
    if (job === undefined || job.error !== undefined) throw new Error('the store has one job');
    const names = [...given(job.tables)].sort(byCodePoint);
    expect(names.length).toBeGreaterThan(5);
    expect((await tables('types', [id])).stdout).toBe(names.map((name) => `${name}\n`).join(''));
    expect(JSON.parse((await tables('types', [id, '--json'])).stdout)).toEqual(names);
  });

  it('counts rows, columns, bytes and revisions with --count', async () => {
    const { stdout } = await tables('tables', ['@latest', '--count', '-o', 'csv']);
    const lines = stdout.split('\n');
    expect(lines[0]).toBe('name,rows,columns,bytes,revisions');
    expect(lines).toEqual(expect.arrayContaining(['blocks-25k,25203,4,730525,45174', 'only-delete,0,0,220,1']));
  });

  it('counts what rows prints', async () => {
    const env = storeEnv(await unpackStore('tables'));
    const counted = JSON.parse((await tables('tables', ['@latest', '--count', '--json'])).stdout) as {
      name: string;
      rows: number;
    }[];
    for (const { name, rows } of counted.filter(({ name }) => name !== 'blocks-25k')) {
      const { stdout } = await swjob(['rows', '@latest', name, '-o', 'jsonl'], { env });
      expect(stdout.split('\n').length - 1, name).toBe(rows);
    }
  });

  it('shows readable sizes on a terminal', async () => {
    expect((await tables('jobs', ['hjdmb', '--count'], 80)).stdout).toBe(`name     rows  columns  bytes  revisions
results     1        2  214 B          1
x/y         1        2  212 B          1
`);
  });

  it('keeps to --fields', async () => {
    expect((await tables('jobs', ['hjdmb', '--count', '--fields', 'rows,name'])).stdout).toBe('1\tresults\n1\tx/y\n');
    expect((await tables('jobs', ['hjdmb', '--fields', 'rows'])).stderr).toBe(
      'swjob: there is no field "rows"\nThe fields are: name\n',
    );
  });

  it('prints names only with --quiet', async () => {
    expect((await tables('jobs', ['hjdmb', '--count', '-q'])).stdout).toBe('results\nx/y\n');
    expect(JSON.parse((await tables('jobs', ['hjdmb', '-q', '--json'])).stdout)).toEqual(['results', 'x/y']);
  });

  it('is an empty array for a job without tables, as stderr says', async () => {
    const note = 'The job has no tables: swjob info 4zzu shows how it ended.\n';
    expect(await tables('jobs', ['4zzu', '--json'])).toEqual({ status: 0, stdout: '[]\n', stderr: note });
    expect(await tables('jobs', ['4zzu', '--count', '--json'])).toEqual({ status: 0, stdout: '[]\n', stderr: note });
    expect((await tables('jobs', ['4zzu', '-q'])).stderr).toBe('');
  });

  it('counts the other tables if a Server cannot read one of them', async () => {
    const server = await startStandIn({ root: await unpackStore('real') });
    onTestFinished(() => server.close());
    const id = String(server.jobs.find(({ uuid }) => uuid.startsWith('qsrg'))?.id);
    const message = 'Character N is neither a decimal digit number, decimal point, nor "e" notation exponential mark.';
    const isLabels = ({ method, path, body }: RecordedRequest) =>
      `${method} ${path}`.includes('scanTable') && body.includes('/labels"');
    server.fail(isLabels, { status: 500, body: { code: 'internalServerError', message, data: null }, times: 9 });
    const { stdout, stderr, status } = await swjob(['tables', id, '--count', '--json'], {
      env: await loggedIn(server),
    });
    const counted: { name: string; rows: number | null }[] = JSON.parse(stdout);
    expect(counted.find(({ name }) => name === 'labels')).toEqual({
      name: 'labels',
      rows: null,
      columns: null,
      bytes: null,
      revisions: null,
    });
    expect(counted.filter(({ rows }) => rows === null)).toHaveLength(1);
    expect(stderr).toBe(`swjob: table "labels": POST /api/v1/datastore/scanTable: 500: ${message}\n`);
    expect(status).toBe(5);
  });
});
