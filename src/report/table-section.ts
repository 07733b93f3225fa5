import { countedWithCommas } from '../text/counted.ts';
import { html, type Markup } from './html.ts';
import type { TableExcerpt } from './report-data.ts';

/** A table, which the script makes sortable, with notes about what it leaves out. */
export function dataTable(excerpt: TableExcerpt): Markup {
  const { name, columns, rows, total, leftColumns } = excerpt;
  const head = columns.map(
    (column) => html`<th scope="col"${column.isNumeric ? html` class="n"` : null}>${column.name}</th>`,
  );
  const body = rows.map(
    (row) =>
      html`<tr>${row.map((text, index) => html`<td${columns[index]?.isNumeric ? html` class="n"` : null}>${text}</td>`)}</tr>\n`,
  );
  return html`<div class="scroll" tabindex="0" role="group" aria-label="${name}"><table class="data">
<thead><tr>${head}</tr></thead>
<tbody>
${body}</tbody></table></div>
${leftOut(rows.length, total, leftColumns).map((text) => html`<p class="note">${text}</p>`)}`;
}

function leftOut(shown: number, total: number | null, leftColumns: number): string[] {
  const notes: string[] = [];
  if (total !== null && total > shown)
    notes.push(`${shown.toLocaleString('en')} of ${total.toLocaleString('en')} rows`);
  if (leftColumns > 0)
    notes.push(`${countedWithCommas(leftColumns, 'more column')} ${leftColumns === 1 ? 'is' : 'are'} not shown`);
  return notes;
}
