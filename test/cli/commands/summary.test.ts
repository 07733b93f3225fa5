import { describe, expect, it } from 'vitest';
import { storeEnv, swjob } from '../../support/cli.ts';
import { loggedIn } from '../../support/logged-in.ts';
import { startStandIn } from '../../support/stand-in.ts';
import { unpackStore } from '../../support/stores.ts';

interface Situation {
  readonly stdin?: string;
  readonly columns?: number;
}

async function summary(args: readonly string[], { stdin, columns }: Situation = {}) {
  const env = { ...storeEnv(await unpackStore('jobs')), NO_COLOR: '1' };
  return swjob(['summary', ...args], {
    env,
    ...(stdin !== undefined && { stdin }),
    ...(columns !== undefined && { tty: { columns } }),
  });
}

describe('summary of one job', () => {
  it('prints names and values', async () => {
    expect(await summary(['6jfe'])).toEqual({
      status: 0,
      stdout: 'id\t6jfebzsdoxrlgqnbqrmktsxfvyplp6rftastm23s\nacc\t0.5\nloss\t1.25\n',
      stderr: '',
    });
    expect((await summary(['6jfe', '--fields', 'loss'], { columns: 80 })).stdout).toBe('loss:  1.25\n');
  });

  it('is an object in JSON', async () => {
    expect(JSON.parse((await summary(['6jfe', '--json'])).stdout)).toEqual({
      id: '6jfebzsdoxrlgqnbqrmktsxfvyplp6rftastm23s',
      acc: 0.5,
      loss: 1.25,
    });
  });

  it('is empty for a job without one, as stderr says', async () => {
    const note =
      'The job hzc7yf3nkvs6u2nrvz7ermczirdk56zynankaqhz has no summary: swjob tables hzc7 lists what it wrote.\n';
    expect(await summary(['hzc7', '--json'])).toEqual({ status: 0, stdout: '{}\n', stderr: note });
    expect(await summary(['hzc7'])).toEqual({ status: 0, stdout: '', stderr: note });
  });

  it('prints the id with --quiet', async () => {
    expect((await summary(['6jfe', '-q'])).stdout).toBe('6jfebzsdoxrlgqnbqrmktsxfvyplp6rftastm23s\n');
  });
});

describe("summary of a Server's jobs", () => {
  it('leaves out the Server’s own columns for people, and says so', async () => {
    const server = await startStandIn({ root: await unpackStore('real') });
    try {
      const env = { ...(await loggedIn(server)), NO_COLOR: '1' };
      const tty = { columns: 100 };
      const hint = /^\d+ fields sys\/… of the Server left out: --no-truncate shows everything\.\n/;
      for (const args of [['3'], ['3', '6']]) {
        const shown = await swjob(['summary', ...args], { env, tty });
        expect(shown.stdout).toContain('accuracy');
        expect(shown.stdout).not.toContain('sys/');
        expect(shown.stderr).toMatch(hint);
        const whole = await swjob(['summary', ...args, '--no-truncate'], { env, tty });
        // Ids and times of creation are not metrics.
        expect(whole.stdout).toMatch(/^sys\/created_time.*\d$/m);
        expect(whole.stdout).not.toMatch(/^sys\/.*\* /m);
        const piped = await swjob(['summary', ...args], { env });
        expect(piped.stdout).toContain('sys/');
        expect(piped.stderr).toBe('');
      }
    } finally {
      await server.close();
    }
  });
});

describe('summary of several jobs', () => {
  it('shows them side by side, with a star at the best value of each metric', async () => {
    const { stdout, stderr } = await summary(['hjdma', 'hjdmb', '6jfe'], { columns: 80 });
    expect(stdout).toBe(`metric  hjdma34kotqc  hjdmb5bcwfsu  6jfebzsdoxrl
acc              0.1           0.2        * 0.5
only_a           1
only_b                           x
loss                                        1.25
`);
    expect(stderr).toBe(
      '* marks the best value: the lowest of losses, errors and times, the highest of\nall others.\n',
    );
  });

  it('treats lower as better if the name says so', async () => {
    const { stdout } = await summary(['t63h', '6jfe'], { columns: 80 });
    expect(stdout).toMatch(/^loss +2 +\* 1\.25$/m);
  });

  it('colours the best value on a terminal', async () => {
    const env = { ...storeEnv(await unpackStore('jobs')), TERM: 'xterm' };
    const { stdout } = await swjob(['summary', 'hjdma', '6jfe'], { env, tty: { columns: 80 } });
    expect(stdout).toContain('\u001b[1m\u001b[32m* 0.5\u001b[39m\u001b[22m');
  });

  it('is one record per job for programs', async () => {
    expect((await summary(['hjdma', '6jfe', '--fields', 'id,acc,loss', '-o', 'csv'])).stdout).toBe(
      'id,acc,loss\nhjdma34kotqcfc5r6vjme2m4rlw3umugdorphvls,0.1,\n6jfebzsdoxrlgqnbqrmktsxfvyplp6rftastm23s,0.5,1.25\n',
    );
    const records = JSON.parse((await summary(['hjdma', '6jfe', '--json'])).stdout) as { summary: object }[];
    expect(records.map((record) => Object.keys(record))).toEqual(Array(2).fill(['uri', 'id', 'summary']));
    expect(records.map((record) => record.summary)).toMatchObject([{ acc: 0.1 }, { acc: 0.5 }]);
  });

  it('shows the metrics in --fields, in every format', async () => {
    const chosen = async (...args: string[]) => (await summary(['hjdma', '6jfe', '--fields', ...args])).stdout;
    const shown = await summary(['hjdma', '6jfe', '--fields', 'acc'], { columns: 80 });
    expect(shown.stdout.split('\n').map((line) => line.split(/ +/)[0])).toEqual(['metric', 'acc', '']);
    expect(await chosen('loss,acc')).toBe('loss\t\t1.25\nacc\t0.1\t0.5\n');
    const records = JSON.parse(await chosen('acc', '--json')) as { uri: string; summary: object }[];
    expect(records.map((record) => [Object.keys(record), record.summary])).toEqual([
      [['uri', 'id', 'summary'], { acc: 0.1 }],
      [['uri', 'id', 'summary'], { acc: 0.5 }],
    ]);
    expect((await chosen('acc', '-o', 'csv')).split('\n')[0]).toBe('uri,id,acc');
    expect((await chosen('id,acc', '-o', 'csv')).split('\n')[0]).toBe('id,acc');
    const ids = JSON.parse(await chosen('id', '--json')) as object[];
    expect(ids.map((record) => Object.keys(record))).toEqual([['id'], ['id']]);
    expect((await chosen('*ss', '-o', 'csv')).split('\n')[0]).toBe('uri,id,loss');
  });

  it('refuses unknown fields', async () => {
    const { status, stderr } = await summary(['hjdma', '6jfe', '--fields', 'id,nope', '--json']);
    expect({ status, stderr }).toEqual({
      status: 3,
      stderr: 'swjob: --fields: there is no nope\nThere are: acc, only_a, loss\n',
    });
  });

  it('reads URIs from standard input for a dash, one per line', async () => {
    const { stdout } = await summary(['hjdma', '-', '-q'], { stdin: '  hjdmb \r\n\n6jfe' });
    expect(stdout.split('\n').map((id) => id.slice(0, 5))).toEqual(['hjdma', 'hjdmb', '6jfeb', '']);
  });

  it('keeps the shape for several jobs with one URI from standard input', async () => {
    expect(JSON.parse((await summary(['-', '--json'], { stdin: '6jfe\n' })).stdout)).toHaveLength(1);
  });

  it('refuses a standard input without URIs, and a second dash', async () => {
    expect(await summary(['-'])).toEqual({ status: 2, stdout: '', stderr: 'swjob: no job URIs on standard input\n' });
    expect(await summary(['-', '-'], { stdin: '6jfe' })).toEqual({
      status: 2,
      stdout: '',
      stderr: 'swjob: - (standard input) can be given only once\n',
    });
  });
});

describe('summary --assert', () => {
  it('ends with 0 if all conditions hold for all jobs', async () => {
    const { status, stderr } = await summary(['hjdma', '6jfe', '--assert', 'acc > 0.05', '--assert', 'acc < 0.6']);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });

  it('ends with 10 if one is false, and names the job and the values', async () => {
    const { status, stdout, stderr } = await summary(['hjdma', '6jfe', '--assert', 'acc >= 0.2', '-q']);
    expect({ status, stderr }).toEqual({
      status: 10,
      stderr: 'swjob: assertion is false for hjdma34kotqcfc5r6vjme2m4rlw3umugdorphvls: acc >= 0.2 (acc is 0.1)\n',
    });
    expect(stdout.split('\n')).toHaveLength(3);
  });

  it('prints values with all digits', async () => {
    const env = storeEnv(await unpackStore('real'));
    const { status, stderr } = await swjob(['summary', 'qsrg', '--assert', '`weighted avg/precision` >= 0.85260'], {
      env,
    });
    expect(status).toBe(10);
    expect(stderr).toContain('(`weighted avg/precision` is 0.8525902087640899)');
  });

  it('refuses a name that no job has, since a typo is not a regression', async () => {
    const { status, stderr } = await summary(['6jfe', '--assert', 'los < 2']);
    expect({ status, stderr }).toEqual({
      status: 3,
      stderr: 'swjob: --assert: there is no los\nDid you mean loss?\nThere are: id, acc, loss\n',
    });
    expect((await summary(['6jfe', '--assert', 'not (nope > 1)'])).status).toBe(3);
  });

  it('is false for a job without the metric, even if the condition would hold', async () => {
    const { status, stderr } = await summary(['6jfe', 'hjdma', '--assert', 'loss < 2', '-q']);
    expect({ status, stderr }).toEqual({
      status: 10,
      stderr: 'swjob: assertion is false for hjdma34kotqcfc5r6vjme2m4rlw3umugdorphvls: loss < 2 (loss is missing)\n',
    });
    expect((await summary(['6jfe', 'hzc7', '--assert', 'acc != 1'])).status).toBe(10);
  });

  it('quotes strings, and says where a number was expected', async () => {
    const { status, stderr } = await summary(['hjdmb', '--assert', 'only_b > 0.5']);
    expect({ status, stderr }).toEqual({
      status: 10,
      stderr:
        'swjob: assertion is false for hjdmb5bcwfsubusuj2esm4siqykvaxc5kxxsg4n3: only_b > 0.5 (only_b is "x")\n' +
        'only_b is a string ("x"), 0.5 is a number: these are never equal and have no order. To compare as text, write "0.5".\n',
    });
  });

  it('refuses an invalid condition before anything is printed', async () => {
    const { status, stdout, stderr } = await summary(['6jfe', '--assert', 'acc >']);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain('swjob: --assert: expected a name or a value but found the end\n');
  });
});
