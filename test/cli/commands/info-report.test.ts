import { writeFileSync } from 'node:fs';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { storeEnv, swjob } from '../../support/cli.ts';
import { unpackStore } from '../../support/stores.ts';
import { blockFile } from '../../support/write-table.ts';
import { JOB, writeStore } from '../written-store.ts';
import { CLASSIFIED, classified, info } from './shown-info.ts';

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
});
