import { describe, expect, it } from 'vitest';
import { storeEnv, swjob } from '../../support/cli.ts';
import { type StoreName, unpackStore } from '../../support/stores.ts';

const CLASSIFIED = 'qsrgiil7bkaevzdmgfaikqvhwdcm26girlt6qg2r';

async function info(store: StoreName, args: readonly string[], columns?: number) {
  const env = { ...storeEnv(await unpackStore(store)), NO_COLOR: '1' };
  return swjob(['info', ...args], { env, ...(columns !== undefined && { tty: { columns } }) });
}

describe('info', () => {
  it('tells what a job is, its times and its summary', async () => {
    const { status, stdout, stderr } = await info('jobs', ['t63h'], 80);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toBe(`Job:       t63hkxklju7vqakathh76ep2swoladu5t44zjqxv
URI:       local/project/self/job/t63hkxklju7vqakathh76ep2swoladu5t44zjqxv
Status:    SUCCESS
Project:   self
Model:     n
Handler:   fx.evaluator:run
Datasets:  mnist/version/latest
           x
Created:   2024-03-07T10:00:00Z (2 years ago)
Finished:  2024-03-01T10:00:09Z (2 years ago)
Error:     kept text: é

Summary
loss:  2
`);
  });

  it('says that there is no summary, and that a job is removed', async () => {
    expect((await info('jobs', ['hzc7'], 80)).stdout).toMatch(/\n\nNo summary\.\n$/);
    expect((await info('jobs', ['z67u'], 80)).stdout).toContain('Removed:   yes, swjob recover brings it back\n');
  });

  it('shows the labels and the confusion matrix of a multi-classification', async () => {
    const { stdout } = await info('real', [CLASSIFIED], 130);
    const [, labels = '', matrix = ''] = stdout.split(/\n\nLabels\n|\n\nConfusion matrix\n/);
    expect(labels.split('\n').map((line) => line.split(/ {2,}/).slice(0, 3))).toEqual([
      ['id', 'precision', 'recall'],
      ['ant', '0.793103', '0.867925'],
      ['bee', '0.893617', '0.823529'],
      ['cat', '0.8', '0.8'],
      ['dog', '0.909091', '0.892857'],
    ]);
    expect(matrix).toBe(`true \\ predicted    ant    bee    cat    dog
ant               0.23*     0  0.015   0.02
bee               0.03   0.21* 0.015      0
cat               0.01  0.025   0.16* 0.005
dog               0.02      0   0.01   0.25*
* the largest of its row
`);
  });

  it('colours the matrix as a heat map', async () => {
    const env = { ...storeEnv(await unpackStore('real')), COLORTERM: 'truecolor' };
    const { stdout } = await swjob(['info', CLASSIFIED], { env, tty: { columns: 100 } });
    const line = stdout.split('\n').find((text) => text.includes('0.25*'));
    expect(line?.match(/\u001b\[48;2;[\d;]+m/g)?.length).toBe(3);
    expect(line).toContain('\u001b[48;2;95;215;255m');
  });

  it('shows as many labels of the matrix as --max-report-cols says', async () => {
    const { stdout } = await info('real', [CLASSIFIED, '--max-report-cols', '2'], 100);
    expect(stdout).toMatch(
      /true \\ predicted +ant +bee\nant +0\.23\* +0\nbee +0\.03 +0\.21\*\n.*\n2 of 4 labels shown\n$/,
    );
  });

  it('names on stderr the columns of the labels that do not fit, and shows them with --no-truncate', async () => {
    const { stdout, stderr } = await info('real', [CLASSIFIED], 60);
    expect(stderr).toBe(
      '4 columns do not fit the terminal (fp-false positive, fn-false negative, tp-true positive, auc): --no-truncate shows everything.\n',
    );
    expect(stdout).not.toContain('--no-truncate');
    const whole = await info('real', [CLASSIFIED, '--no-truncate'], 60);
    expect(whole.stderr).toBe('');
    expect(whole.stdout).toContain('0.9664998074701578');
  });

  it('prints names and values in a pipe, times as ISO 8601', async () => {
    const { stdout } = await info('jobs', ['6jfe']);
    const fields = new Map(stdout.split('\n').map((line) => line.split('\t') as [string, string]));
    expect(fields.get('created_at')).toBe('2024-03-01T10:00:00Z');
    expect(fields.get('duration_ms')).toBe('9000');
    expect(fields.get('owner')).toBe('');
    expect(fields.get('summary/acc')).toBe('0.5');
  });

  it("has the client's manifest in JSON, and says null where a job has none", async () => {
    const { stdout } = await info('jobs', ['4zzu', '--json']);
    expect(JSON.parse(stdout)).toMatchObject({
      job: null,
      tasks: [],
      report: null,
      manifest: { version: '4zzus42aql5xzybje5wtfq6o6ejpetidkzqbpkgn', status: 'success' },
    });
    expect(JSON.parse((await info('jobs', ['cufh', '--json'])).stdout)).toMatchObject({ manifest: null, job: null });
  });

  it('keeps to --fields in every form', async () => {
    expect((await info('jobs', ['6jfe', '--fields', 'status,duration_ms'])).stdout).toBe(
      'status\tSUCCESS\nduration_ms\t9000\n',
    );
    expect((await info('jobs', ['6jfe', '--fields', 'status'], 80)).stdout).toBe('status:  SUCCESS\n');
    expect((await info('jobs', ['6jfe', '--fields', 'duration_ms,status', '-o', 'csv'])).stdout).toBe(
      'duration_ms,status\n9000,SUCCESS\n',
    );
    expect(JSON.parse((await info('jobs', ['6jfe', '--fields', 'status', '--json'])).stdout)).toEqual({
      status: 'SUCCESS',
    });
  });

  it('prints the id with --quiet', async () => {
    expect((await info('jobs', ['6jfe', '-q'])).stdout).toBe('6jfebzsdoxrlgqnbqrmktsxfvyplp6rftastm23s\n');
  });

  it('refuses --web for a Standalone job and names what it has instead', async () => {
    expect(await info('jobs', ['6jfe', '--web'])).toEqual({
      status: 2,
      stdout: '',
      stderr: `swjob: a Standalone job has no page in a web console
Write one with: swjob report 6jfebzsdoxrlgqnbqrmktsxfvyplp6rftastm23s --out FILE.html
`,
    });
  });
});
