import { countedWithCommas } from '../text/counted.ts';
import { html, type Markup } from './html.ts';
import type { Section } from './page.ts';
import type { Prediction, Predictions } from './report-data.ts';

/** What the model got wrong, with any pictures; null if everything was right. */
export function wrongSection(predictions: Predictions): Section | null {
  const { wrong } = predictions;
  if (wrong === 0) return null;
  return { id: 'wrong', title: `Wrong predictions (${wrong.toLocaleString('en')})`, body: gallery(predictions) };
}

/** All predictions as a table, which the cells of the confusion matrix filter. */
export function predictionsSection(predictions: Predictions): Section {
  return { id: 'predictions', title: 'Predictions', body: predictionTable(predictions) };
}

/** Maximum of cards without pictures. */
const MAX_PLAIN_CARDS = 24;

function gallery({ rows, wrong, wrongPictures }: Predictions): Markup {
  const wrongRows = rows.filter(({ isWrong }) => isWrong);
  const pictured = wrongRows.filter(({ picture }) => picture !== null);
  const shown = pictured.length > 0 ? pictured : wrongRows.slice(0, MAX_PLAIN_CARDS);
  const cards = shown.map(({ key, truth, predicted, confidence, picture }) => {
    const image = picture
      ? html`<img src="${picture.source}" alt="${key}: ${truth}, predicted as ${predicted}">`
      : null;
    return html`<li>${image}<p><b class="bad">${predicted}</b>${confidence === null ? '' : ` ${percent(confidence)}`}</p><p>true: <b>${truth}</b></p><p class="key">${key}</p></li>\n`;
  });
  const notes: string[] = [];
  if (pictured.length < wrongPictures) {
    notes.push(`${pictured.length.toLocaleString('en')} of ${wrongPictures.toLocaleString('en')} pictures`);
  }
  if (pictured.length === 0 && shown.length < wrong)
    notes.push(`${shown.length.toLocaleString('en')} of ${wrong.toLocaleString('en')}`);
  const hint = shown.some(({ confidence }) => confidence !== null)
    ? html`<p class="note">What the model predicted, and how confident it was: the most confident mistakes first.</p>`
    : null;
  return html`${hint}<ul class="gallery">
${cards}</ul>${notes.map((note) => html`<p class="note">${note}</p>`)}`;
}

function predictionTable({ rows, total, table }: Predictions): Markup {
  const hasConfidence = rows.some(({ confidence }) => confidence !== null);
  const body = rows.map(
    (row) =>
      html`<tr data-t="${row.truth}" data-p="${row.predicted}"><td>${row.key}</td><td>${row.truth}</td><td>${row.predicted}</td><td>${row.isWrong ? 'wrong' : 'right'}</td>${hasConfidence ? confidenceCell(row) : null}</tr>\n`,
  );
  return html`<div class="scroll" tabindex="0" role="group" aria-label="Predictions"><table class="data predictions">
<thead><tr><th scope="col">key</th><th scope="col">true</th><th scope="col">predicted</th><th scope="col">outcome</th>${hasConfidence ? html`<th scope="col" class="n">confidence</th>` : null}</tr></thead>
<tbody>
${body}</tbody></table></div>
<p class="note">${shareOf(rows.length, total)} of ${table}, the wrong ones first</p>`;
}

function shareOf(shown: number, total: number): string {
  const all = countedWithCommas(total, 'row');
  return shown < total ? `${shown.toLocaleString('en')} of ${all}` : total === 1 ? 'The only row' : `All ${all}`;
}

function confidenceCell({ confidence }: Prediction): Markup {
  return html`<td class="n">${confidence === null ? '' : confidence.toFixed(3)}</td>`;
}

function percent(share: number): string {
  return `${(share * 100).toFixed(0)}%`;
}
