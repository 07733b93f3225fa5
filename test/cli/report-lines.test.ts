import { describe, expect, it } from 'vitest';
import { type ReportStyle, reportLines } from '../../src/cli/report-lines.ts';
import { rowFromPlain, type TypedRow } from '../../src/datastore/typed-value.ts';
import type { Report } from '../../src/job/report.ts';
import { NO_COLORS } from '../../src/render/color.ts';

const labels = (...rows: Readonly<Record<string, string | number>>[]) => rows.map((row) => rowFromPlain(row));
const matrixOf = (...rows: readonly (readonly number[])[]): TypedRow[] =>
  rows.map((row, id) =>
    rowFromPlain({ id, ...Object.fromEntries(row.map((value, column) => [String(column), value])) }),
  );

/** What is printed of a report, and what is said of what could not be shown. */
async function shown(report: Partial<Report>, look: Partial<ReportStyle> = {}) {
  const cuts: string[] = [];
  const lines = await reportLines(report as Report, {
    palette: NO_COLORS,
    width: 80,
    maxColumns: undefined,
    counts: false,
    full: false,
    onCut: (hint) => cuts.push(hint),
    ...look,
  });
  return { lines, cuts };
}

const MATRIX = { binarylabel: matrixOf([3, 1], [0, 2]) };
const CAT_AND_DOG = labels({ id: 'cat' }, { id: 'dog' });

describe('the report of a classification', () => {
  it('is empty without labels and matrix', async () => {
    expect(await shown({})).toEqual({ lines: [], cuts: [] });
    expect(await shown({ labels: [], confusion_matrix: { binarylabel: [] } })).toEqual({ lines: [], cuts: [] });
  });

  it('has the scores that people look at first in front, and says how many are not shown', async () => {
    const rows = labels({ id: 'cat', other: 7, support: 4, recall: 0.75, 'tp-true positive': 3 });
    const { lines } = await shown({ labels: rows });
    expect(lines.slice(0, 4)).toEqual([
      '',
      'Labels',
      'label  recall  support  tp  other',
      'cat    0.7500        4   3      7',
    ]);
    const two = await shown({ labels: rows }, { maxColumns: 2 });
    expect(two.lines.slice(2)).toEqual(['label  recall  support', 'cat    0.7500        4', '2 of 4 columns shown']);
  });

  it('has shares in four digits, other floats and those of the whole report as they are', async () => {
    const rows = labels({ id: 'cat', recall: 1 / 3, other: 12.5 });
    expect((await shown({ labels: rows })).lines[3]).toBe('cat    0.3333   12.5');
    expect((await shown({ labels: rows }, { full: true })).lines[3]).toContain('0.3333333333333333');
  });

  it('has counts as they are, also those that are 1', async () => {
    const { lines } = await shown({ labels: labels({ id: 'cat', support: 1 }, { id: 'dog', support: 2 }) });
    expect(lines.slice(2)).toEqual(['label  support', 'cat          1', 'dog          2']);
  });

  it('names the rows of the matrix by the labels', async () => {
    const { lines, cuts } = await shown({ labels: CAT_AND_DOG, confusion_matrix: MATRIX });
    const matrix = lines.slice(lines.indexOf('Confusion matrix (rows true, columns predicted)'));
    expect(matrix.join('\n')).toMatch(/cat .*3.*1.*\n.*dog .*0.*2/);
    expect(lines.join('\n')).not.toContain('numbered');
    expect(cuts).toEqual([]);
  });

  it('numbers the rows of a matrix that has other labels', async () => {
    const { lines } = await shown({ labels: labels({ id: 'cat' }), confusion_matrix: MATRIX });
    expect(lines.at(-1)).toBe('numbered: the report has 1 label, the matrix 2');
    expect(lines.join('\n')).toMatch(/\n *0 .*3.*1.*\n *1 .*0.*2/);
  });

  it('says where cases cannot be counted, but not where there is no matrix', async () => {
    const stored = 'The labels have no counts of cases: the confusion matrix is shown as stored.';
    const shares = { binarylabel: matrixOf([0.75, 0.25], [0, 1]) };
    expect((await shown({ labels: CAT_AND_DOG, confusion_matrix: shares }, { counts: true })).cuts).toEqual([stored]);
    expect((await shown({ labels: CAT_AND_DOG }, { counts: true })).cuts).toEqual([]);
    const supports = labels({ id: 'cat', support: 4 }, { id: 'dog', support: 2 });
    const counted = await shown({ labels: supports, confusion_matrix: shares }, { counts: true });
    expect(counted.cuts).toEqual([]);
    expect(counted.lines.join('\n')).toMatch(/cat .*3.*1.*\n.*dog .*0.*2/);
  });

  it('says what was cut on a narrow terminal', async () => {
    const long = labels({ id: 'a label that is longer than the terminal is wide', recall: 0.5 });
    const { cuts } = await shown({ labels: long }, { width: 20 });
    expect(cuts).toEqual(['Some cells were cut to fit the terminal: --no-truncate shows them whole.']);
    expect((await shown({ labels: long }, { width: 20, full: true })).cuts).toEqual([]);
  });

  it('lists the most frequent confusions of a matrix that is too large for its numbers', async () => {
    const size = 60;
    const cells = Array.from({ length: size }, (_, row) =>
      Array.from({ length: size }, (_, column) => (row === column ? 10 : row === 1 && column === 2 ? 30 : 0)),
    );
    const report = { confusion_matrix: { binarylabel: matrixOf(...cells) } };
    const { lines, cuts } = await shown(report);
    const at = lines.indexOf('Most frequent confusions');
    expect(lines.slice(at + 1)).toEqual(['true  predicted  value  of its row', '1     2             30       75.0%']);
    expect(cuts).toEqual(['The confusion matrix of 60 labels is drawn without its numbers: --no-truncate shows them.']);
    const right = cells.map((row, index) => row.map((value, column) => (index === column ? value : 0)));
    expect((await shown({ confusion_matrix: { binarylabel: matrixOf(...right) } })).lines).not.toContain(
      'Most frequent confusions',
    );
  });
});
