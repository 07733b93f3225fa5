import { writeFileSync } from 'node:fs';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { encodeFloat } from '../../../src/datastore/scalars.ts';
import { storeEnv, swjob } from '../../support/cli.ts';
import { loggedIn } from '../../support/logged-in.ts';
import { startStandIn } from '../../support/stand-in.ts';
import { type StoreName, unpackStore } from '../../support/stores.ts';
import { blockFile, type Cell, type TableText } from '../../support/write-table.ts';
import { int, JOB, text, writeStore } from '../written-store.ts';

const CLASSIFIED = 'qsrgiil7bkaevzdmgfaikqvhwdcm26girlt6qg2r';

async function info(store: StoreName, args: readonly string[], columns?: number) {
  const env = { ...storeEnv(await unpackStore(store)), NO_COLOR: '1' };
  return swjob(['info', ...args], { env, ...(columns !== undefined && { tty: { columns } }) });
}

/** The tables of a classification with this many numbered labels: label n is right 120 + n times, and wrong once. */
function classified(size: number): Readonly<Record<string, TableText>> {
  const indexes = Array.from({ length: size }, (_, index) => index);
  const float = (value: number): Cell => [{ type: 'FLOAT64' }, encodeFloat('FLOAT64', value)];
  return {
    'eval/summary': {
      keyType: 'STRING',
      blocks: [[{ key: JOB, revision: 1n, cells: { kind: text('multi_classification') } }]],
    },
    labels: {
      keyType: 'STRING',
      blocks: [
        indexes.map((index) => {
          const recall = (120 + index) / (121 + index);
          const precision = (120 + index) / (121 + index);
          const cells = { precision: float(precision), recall: float(recall), support: int(121 + index) };
          return { key: String(index), revision: 1n, cells };
        }),
      ],
    },
    'confusion_matrix/binarylabel': {
      keyType: 'INT64',
      blocks: [
        indexes.map((row) => {
          const count = (column: number) => (column === row ? 120 + row : Number(column === (row + 1) % size));
          const cells = Object.fromEntries(indexes.map((column) => [String(column), int(count(column))]));
          return { key: row, revision: 1n, cells };
        }),
      ],
    },
  };
}

describe('info', () => {
  it('shows the rest of a job whose labels are damaged, and ends with 6', async () => {
    const { root, folderOf } = await writeStore(classified(3));
    writeFileSync(blockFile(folderOf('labels'), 1), 'no archive');
    const shown = await swjob(['info', JOB], { env: { ...storeEnv(root), NO_COLOR: '1' }, tty: { columns: 100 } });
    expect(shown.status).toBe(6);
    expect(shown.stdout).toMatch(/^Job: .*\n[\s\S]*kind: +multi_classification\n[\s\S]*Tables/);
    expect(shown.stderr).toMatch(/^swjob: .*data\.0000001\.zip: not a readable ZIP/m);
    const { status, stdout } = await swjob(['info', JOB, '--json'], { env: storeEnv(root) });
    const { report } = JSON.parse(stdout) as { report: Record<string, unknown> };
    expect({ status, keys: Object.keys(report) }).toEqual({ status: 6, keys: ['kind', 'summary', 'confusion_matrix'] });
  });

  it('shows what a job is, its times and its summary', async () => {
    const { status, stdout, stderr } = await info('jobs', ['t63h'], 80);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toBe(`Job:       t63hkxklju7vqakathh76ep2swoladu5t44zjqxv
URI:       local/project/self/job/t63hkxklju7vqakathh76ep2swoladu5t44zjqxv
Status:    SUCCESS
Project:   self
Model:     m/version/n
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

  it('says if there is no summary, and if a job is removed', async () => {
    expect((await info('jobs', ['hzc7'], 80)).stdout).toMatch(
      /\n\nNo summary\.\n\nTables \(swjob rows hzc7 TABLE shows one\)\nt\n$/,
    );
    expect((await info('jobs', ['z67u'], 80)).stdout).toContain('Removed:   yes, swjob recover brings it back\n');
  });

  it('shows the labels and the confusion matrix of a multi-classification', async () => {
    const { stdout, stderr } = await info('real', [CLASSIFIED], 100);
    expect(stdout.slice(stdout.indexOf('\nLabels'), stdout.indexOf('\nTables'))).toBe(`
Labels
label  precision  recall  f1-score  support     auc  tp  fp  fn   tn
ant       0.7931  0.8679    0.8288       53  0.9665  46  12   7  135
bee       0.8936  0.8235    0.8571       51  0.9785  42   5   9  144
cat       0.8000  0.8000    0.8000       40  0.9680  32   8   8  152
dog       0.9091  0.8929    0.9009       56  0.9844  50   5   6  139

Confusion matrix (rows true, columns predicted)
      ant     bee     cat     dog
ant 0.230       0   0.015▒  0.020▓
bee 0.030█  0.210   0.015▒      0
cat 0.010▒  0.025█  0.160   0.005░
dog 0.020▓      0   0.010▒  0.250
░░ to 0.007  ▒▒ to 0.015  ▓▓ to 0.022  ██ to 0.030
`);
    expect(stderr).toBe('');
  });

  it('colours the matrix as a heat map', async () => {
    const env = { ...storeEnv(await unpackStore('real')), COLORTERM: 'truecolor' };
    const { stdout } = await swjob(['info', CLASSIFIED], { env, tty: { columns: 100 } });
    const line = stdout.split('\n').find((text) => text.includes('0.250'));
    expect(line?.match(/\u001b\[48;5;\d+m/g)).toEqual(['\u001b[48;5;202m', '\u001b[48;5;132m']);
    expect(line).toContain('\u001b[38;5;243m0.250\u001b[39m');
  });

  it('lists a readable number of tables, with the command that shows one', async () => {
    const tablesOf = async (job: string, columns: number) => {
      const { stdout } = await info('real', [job], columns);
      return stdout.slice(stdout.indexOf('\nTables') + 1);
    };
    expect(await tablesOf('qsrg', 60)).toBe(`Tables (swjob rows qsrg TABLE shows one)
confusion_matrix/binarylabel
labels
results
roc_auc/ant
roc_auc/bee
roc_auc/cat
roc_auc/dog
`);
    expect(await tablesOf(CLASSIFIED, 60)).toMatch(/^Tables\nconfusion/);
    const { stdout } = await info('tables', ['dffx'], 80);
    expect(stdout.slice(stdout.indexOf('\nTables')).split('\n')).toHaveLength(16);
    expect(stdout).toMatch(/\n… \d+ more: swjob tables dffx\n$/);
    expect((await info('tables', ['dffx', '--no-truncate'], 80)).stdout).not.toContain('… ');
  });

  it('shows the matrix as counts with --counts', async () => {
    const { stdout } = await info('real', [CLASSIFIED, '--counts'], 100);
    expect(stdout.slice(stdout.indexOf('\nConfusion'), stdout.indexOf('\nTables'))).toBe(`
Confusion matrix (rows true, columns predicted)
    ant  bee  cat  dog
ant 46    0    3▒   4▓
bee  6█  42    3▒   0
cat  2▒   5█  32    1░
dog  4▓   0    2▒  50
░░ to 1  ▒▒ to 3  ▓▓ to 4  ██ to 6
`);
  });

  it('limits the columns of labels and matrix by --max-report-cols, and says so', async () => {
    const { stdout } = await info('real', [CLASSIFIED, '--max-report-cols', '2'], 100);
    const [, labels = '', matrix = ''] = stdout.split(/\n\nLabels\n|\n\nConfusion matrix .*\n/);
    expect(labels).toMatch(/^label {2}precision {2}recall\n(?:.*\n){4}2 of 9 columns shown$/);
    expect(matrix).toMatch(/^ +ant +bee\n(?:.*\n){4}.*\n2 of 4 columns shown\n\nTables/);
  });

  it.each([60, 80, 120])('folds a wide report on %i columns, leaving nothing out', async (columns) => {
    const { stdout, stderr } = await info('real', [CLASSIFIED], columns);
    expect(stderr).toBe('');
    for (const line of stdout.split('\n')) expect(stringWidth(line)).toBeLessThanOrEqual(columns);
    for (const head of ['precision', 'recall', 'f1-score', 'support', 'auc', 'tp', 'fp', 'fn', 'tn']) {
      expect(stdout).toMatch(new RegExp(` ${head}(?: |\n)`));
    }
    expect(stdout.includes('columns 1 to 7 of 9\n')).toBe(columns === 60);
  });

  it('shows whole numbers with --no-truncate', async () => {
    const { stdout, stderr } = await info('real', [CLASSIFIED, '--no-truncate'], 60);
    expect(stderr).toBe('');
    expect(stdout).toContain('0.9664998074701578');
    expect(stdout).not.toContain('columns 1 to');
  });

  it.each([
    60, 100, 200,
  ])('draws a hundred labels on %i columns, and names the most frequent confusions', async (columns) => {
    const { root } = await writeStore(classified(100));
    const { stdout, stderr } = await swjob(['info', JOB], {
      env: { ...storeEnv(root), NO_COLOR: '1' },
      tty: { columns },
    });
    for (const line of stdout.split('\n')) expect(stringWidth(line)).toBeLessThanOrEqual(columns);
    // In numeric order, while their table is sorted as text.
    expect(stdout.match(/^ ?\d+ {2,}\d\.\d{4}/gm)?.map((line) => Number.parseInt(line, 10))).toEqual([
      ...Array(100).keys(),
    ]);
    expect(stdout.split('\nMost frequent confusions\n')[1]).toMatch(
      /^true +predicted +value +of its row\n0 +1 +1 +0\.8%\n/,
    );
    expect(stderr.replaceAll('\n', ' ')).toBe(
      'The confusion matrix of 100 labels is drawn without its numbers: --no-truncate shows them. ',
    );
  });

  it('leaves out the Server’s own columns, says so, and shows tasks as swjob tasks does', async () => {
    const server = await startStandIn({ root: await unpackStore('real') });
    try {
      const env = { ...(await loggedIn(server)), NO_COLOR: '1' };
      const { stdout, stderr } = await swjob(['info', '3'], { env, tty: { columns: 100 } });
      expect(stdout).not.toContain('sys/');
      expect(stderr).toMatch(/^\d+ fields sys\/… of the Server left out: --no-truncate shows everything\.\n$/);
      const tasks = (await swjob(['tasks', '3'], { env, tty: { columns: 100 } })).stdout;
      expect(stdout).toContain(`\nTasks\n${tasks}`);
      const whole = await swjob(['info', '3', '--no-truncate'], { env, tty: { columns: 100 } });
      expect(whole.stdout).toContain('sys/job_status:');
      expect(whole.stdout).toContain('\n                              - name: evaluator:predict\n');
      expect(whole.stderr).toBe('');
      const failed = await swjob(['info', '4'], { env, tty: { columns: 60 } });
      expect(failed.stdout).toContain(`
Task 5:  java.io.IOException:
         com.sun.jna.LastErrorException: [2] No such file or
         directory
`);
    } finally {
      await server.close();
    }
  });

  it('says where to look if a job failed', async () => {
    const { stdout, stderr } = await info('real', ['do6f'], 80);
    expect(stdout).toMatch(/\n\nNo summary\.\n$/);
    expect(stderr).toMatch(/^swjob logs do6f --failed shows its log from the error on/);
    expect((await info('real', ['do6f'])).stderr).toBe('');
  });

  it('prints names and values in a pipe, times as ISO 8601', async () => {
    const { stdout } = await info('jobs', ['6jfe']);
    const fields = new Map(stdout.split('\n').map((line) => line.split('\t') as [string, string]));
    expect(fields.get('created_at')).toBe('2024-03-01T10:00:00Z');
    expect(fields.get('duration_ms')).toBe('9000');
    expect(fields.get('owner')).toBe('');
    expect(fields.get('summary/acc')).toBe('0.5');
  });

  it("has the client's manifest in JSON, null if a job has none", async () => {
    const { stdout } = await info('jobs', ['4zzu', '--json']);
    expect(JSON.parse(stdout)).toMatchObject({
      job: null,
      tasks: [],
      report: null,
      manifest: { version: '4zzus42aql5xzybje5wtfq6o6ejpetidkzqbpkgn', status: 'success' },
    });
    expect(JSON.parse((await info('jobs', ['cufh', '--json'])).stdout)).toMatchObject({ manifest: null, job: null });
  });

  it('prints only --fields in every form', async () => {
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

  it('refuses --web for a Standalone job, and names the alternative', async () => {
    expect(await info('jobs', ['6jfe', '--web'])).toEqual({
      status: 2,
      stdout: '',
      stderr: `swjob: a Standalone job has no page in a web console
Make a page with: swjob report 6jfebzsdoxrlgqnbqrmktsxfvyplp6rftastm23s --out report.html
`,
    });
  });
});
