import { type FloatType, NONE, rowFromPlain, type TypedRow, type TypedValue } from '../datastore/typed-value.ts';
import { matrixNumbers } from '../job/confusion-matrix.ts';
import { matrixCounts } from '../job/matrix-counts.ts';
import type { Report } from '../job/report.ts';
import { displayText, plainText, shortFloat } from '../render/cell-text.ts';
import type { Palette } from '../render/color.ts';
import type { Column } from '../render/column.ts';
import { foldedTable } from '../render/folded-table.ts';
import { heatMap, matrixHeading } from '../render/heat-map.ts';
import { TerminalTable } from '../render/terminal-table.ts';
import { counted } from '../text/counted.ts';
import { percentOf } from '../text/percent.ts';

export interface ReportStyle {
  readonly palette: Palette;
  readonly width: number;
  /** `--max-report-cols`: the maximum of columns beside the labels. */
  readonly maxColumns: number | undefined;
  /** `--counts`: the confusion matrix as counts instead of shares. */
  readonly counts: boolean;
  /** Whether everything is shown whole, however wide. */
  readonly full: boolean;
  /** Called with a hint about what could not be shown. */
  readonly onCut: (hint: string) => void;
}

const LABEL = 'id';
/** The scores that people look at first, with their headings; others follow as stored. */
const FIRST_SCORES: ReadonlyMap<string, string> = new Map([
  ['precision', 'precision'],
  ['recall', 'recall'],
  ['f1-score', 'f1-score'],
  ['support', 'support'],
  ['auc', 'auc'],
  ['tp-true positive', 'tp'],
  ['fp-false positive', 'fp'],
  ['fn-false negative', 'fn'],
  ['tn-true negative', 'tn'],
]);
const MAX_CONFUSIONS = 10;
const CUT = 'Some cells were cut to fit the terminal: --no-truncate shows them whole.';

/** The labels with their scores and the confusion matrix of a multi-classification, for people. */
export async function reportLines(
  { labels = [], confusion_matrix }: Report,
  style: ReportStyle,
): Promise<readonly string[]> {
  const stored = matrixNumbers(confusion_matrix?.binarylabel ?? []);
  const counts = style.counts ? matrixCounts(stored, labels) : null;
  if (style.counts && counts === null && stored.length > 0) {
    style.onCut('The labels have no counts of cases: the confusion matrix is shown as stored.');
  }
  const matrix = counts ?? stored;
  return [...(await labelLines(labels, style)), ...(await matrixLines(labels, matrix, style))];
}

/** One line per label with its scores, in the order of the matrix. */
async function labelLines(labels: readonly TypedRow[], style: ReportStyle): Promise<string[]> {
  if (labels.length === 0) return [];
  const { palette, width, full, maxColumns, onCut } = style;
  const names = new Set([...FIRST_SCORES.keys(), ...labels.flatMap((row) => [...row.keys()])]);
  const scores = [...names].filter((name) => name !== LABEL && labels.some((row) => row.has(name)));
  const shown = scores.slice(0, maxColumns);
  const columns: Column[] = [
    { name: LABEL, header: 'label', importance: 0, minWidth: 16 },
    ...shown.map((name, index) => scoreColumn(name, index, { full, exact: full || !areShares(labels, name) })),
  ];
  const { lines, cut } = await foldedTable(labels, columns, { width, truncate: !full, page: true, palette });
  if (cut) onCut(CUT);
  const count = shown.length < scores.length ? [palette.dim(`${shown.length} of ${scores.length} columns shown`)] : [];
  return ['', palette.heading('Labels'), ...lines, ...count];
}

/** `exact`: numbers are as they are, not shares of four digits. */
function scoreColumn(
  name: string,
  index: number,
  { full, exact }: { readonly full: boolean; readonly exact: boolean },
): Column {
  return {
    name,
    header: FIRST_SCORES.get(name) ?? name,
    importance: -index,
    align: 'point',
    format: (value) => (!exact && isShare(value) ? value.value.toFixed(4) : displayText(value, { full })),
  };
}

/** Whether no label has more than 1, as counts do. */
function areShares(labels: readonly TypedRow[], name: string): boolean {
  return labels.every((row) => !(Math.abs(Number(row.get(name)?.value)) > 1));
}

function isShare(value: TypedValue): value is Extract<TypedValue, { readonly type: FloatType }> {
  return value.type.startsWith('FLOAT') && typeof value.value === 'number' && Math.abs(value.value) <= 1;
}

async function matrixLines(
  labels: readonly TypedRow[],
  matrix: readonly (readonly number[])[],
  style: ReportStyle,
): Promise<string[]> {
  if (matrix.length === 0) return [];
  const { palette, width, full, maxColumns, onCut } = style;
  const size = matrix.reduce((most, row) => Math.max(most, row.length), matrix.length);
  // Labels that are not those of the matrix would name its rows wrongly.
  const isLabelled = labels.length === size;
  const names = isLabelled ? labels.map((row) => plainText(row.get(LABEL) ?? NONE)) : [];
  const map = await heatMap({ labels: names, matrix }, { palette, width: full ? undefined : width, maxColumns });
  if (map.cut) onCut(CUT);
  const lines = ['', ...(await matrixHeading('Confusion matrix', full ? undefined : width, palette)), ...map.lines];
  if (!isLabelled)
    lines.push(palette.dim(`numbered: the report has ${counted(labels.length, 'label')}, the matrix ${size}`));
  if (!map.dense) return lines;
  onCut(`The confusion matrix of ${size} labels is drawn without its numbers: --no-truncate shows them.`);
  return [...lines, ...(await confusionLines(names, matrix, style))];
}

/** The largest values off the diagonal, for a matrix that is drawn without numbers. */
async function confusionLines(
  names: readonly string[],
  matrix: readonly (readonly number[])[],
  { palette, width }: ReportStyle,
): Promise<string[]> {
  const confusions = matrix.flatMap((row, index) => {
    const all = row.reduce((total, value) => total + value, 0);
    return row.flatMap((value, column) => (value > 0 && column !== index ? [{ index, column, value, all }] : []));
  });
  if (confusions.length === 0) return [];
  const name = (index: number) => names[index] ?? String(index);
  const rows = confusions
    .sort((a, b) => b.value - a.value)
    .slice(0, MAX_CONFUSIONS)
    .map(({ index, column, value, all }) =>
      rowFromPlain({
        true: name(index),
        predicted: name(column),
        value: shortFloat(value),
        'of its row': `${percentOf(value, all)}%`,
      }),
    );
  const columns: Column[] = [
    { name: 'true', importance: 2, minWidth: 16 },
    { name: 'predicted', importance: 1, minWidth: 16 },
    { name: 'value', importance: 4, align: 'point' },
    { name: 'of its row', importance: 3, align: 'right' },
  ];
  const lines = await new TerminalTable(columns, { width, palette }).lines(rows);
  return ['', palette.heading('Most frequent confusions'), ...lines];
}
