import type { MatrixChart } from '../chart/data.ts';
import { percentOf } from '../text/percent.ts';
import { html, type Markup } from './html.ts';
import { SHADE_STEPS } from './page-style.ts';

/** Maximum of labels to show: nobody reads more, and the number of cells is its square. */
const MAX_LABELS = 60;

/** A confusion matrix with counts and shares of its rows; cells off the diagonal have their own scale of shades. */
export function matrixTable({ labels, values }: MatrixChart, canPick: boolean): Markup {
  const count = Math.min(labels.length, MAX_LABELS);
  const names = labels.slice(0, count);
  const numbers = names.map((_, row) => names.map((_name, column) => values[row]?.[column] ?? 0));
  const areCounts = values.every((row) => row.every(Number.isInteger));
  const tops = [largest(numbers, false), largest(numbers, true)] as const;
  const rows = names.map((name, row) => {
    const total = (values[row] ?? []).reduce((sum, value) => sum + value, 0);
    const cells = names.map((predicted, column) => {
      const value = numbers[row]?.[column] ?? 0;
      const isRight = row === column;
      const step = Math.ceil((value / (tops[isRight ? 1 : 0] || 1)) * SHADE_STEPS);
      const shade = value > 0 ? `${isRight ? 'r' : 'w'}${Math.min(SHADE_STEPS, step)}` : '';
      const share = total > 0 ? shareText(value, total) : '';
      const text = areCounts
        ? html`${value.toLocaleString('en')}<small>${value > 0 ? share : ''}</small>`
        : html`${value.toFixed(3)}`;
      const amount = areCounts ? `${value.toLocaleString('en')} of ${total.toLocaleString('en')}` : value.toFixed(3);
      const label = `${name} predicted as ${predicted}: ${amount}${areCounts && share !== '' ? ` (${share})` : ''}`;
      const content = canPick
        ? html`<button type="button" disabled aria-pressed="false" title="${label}" data-t="${name}" data-p="${predicted}">${text}</button>`
        : text;
      return html`<td class="${shade}"${canPick ? null : html` title="${label}"`}>${content}</td>`;
    });
    return html`<tr><th scope="row">${name}</th>${cells}</tr>\n`;
  });
  const note = areCounts ? 'Counts, and shares of each row.' : 'Shares.';
  // The script shows it: without scripts, cells cannot be pressed.
  const hint = canPick ? html`<span class="hint" hidden> Press a cell to see its rows.</span>` : null;
  return html`<div class="scroll fit" tabindex="0" role="group" aria-label="Confusion matrix"><table class="matrix">
<thead><tr><th scope="col">true \\ predicted</th>${names.map((name) => html`<th scope="col">${name}</th>`)}</tr></thead>
<tbody>
${rows}</tbody></table></div>
<p class="note">${note} Rows are true labels, columns predicted ones.${hint}${count < labels.length ? ` ${count} of ${labels.length} labels.` : ''}</p>`;
}

/** None and all without decimals. */
function shareText(value: number, total: number): string {
  if (value <= 0) return '0%';
  return value < total ? `${percentOf(value, total)}%` : '100%';
}

function largest(numbers: readonly (readonly number[])[], onDiagonal: boolean): number {
  return numbers.reduce(
    (most, row, index) =>
      row.reduce((high, value, column) => ((index === column) === onDiagonal ? Math.max(high, value) : high), most),
    0,
  );
}
