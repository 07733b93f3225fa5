import { html, type Markup } from './html.ts';
import type { Section } from './page.ts';
import type { ChangedPrediction, Changes } from './report-data.ts';

/** What a job gets right that its base got wrong, and the other way round. */
export function changesSection(changes: Changes, base: string, job: string, id: string): Section {
  const { compared, fixed, broken, inOneOnly, rows } = changes;
  const count = (value: number) => value.toLocaleString('en');
  const summary =
    fixed + broken === 0
      ? `Of ${count(compared)} predictions in both jobs, both get the same ones right.`
      : `Of ${count(compared)} predictions in both jobs, ${job} gets ${count(fixed)} right that ${base} got wrong, and ${count(broken)} wrong that it got right.`;
  const oneOnly = `${count(inOneOnly)} ${inOneOnly === 1 ? 'row is' : 'rows are'} in one of the jobs only.`;
  return {
    id,
    title: `Fixed and broken: ${base} \u2192 ${job}`,
    body: html`<p>${summary}</p>
${group(
  'Broken',
  broken,
  rows.filter((row) => !row.isFixed),
)}${group(
  'Fixed',
  fixed,
  rows.filter((row) => row.isFixed),
)}${inOneOnly > 0 ? html`<p class="note">${oneOnly}</p>` : null}`,
  };
}

function group(name: string, total: number, rows: readonly ChangedPrediction[]): Markup | null {
  if (total === 0) return null;
  const cards = rows.map(({ key, truth, before, after, isFixed, picture }) => {
    const tone = isFixed ? 'good' : 'bad';
    const image = picture ? html`<img src="${picture.source}" alt="${key}: ${truth}">` : null;
    return html`<li>${image}<p>${before} \u2192 <b class="${tone}">${after}</b></p><p>true: <b>${truth}</b></p><p class="key">${key}</p></li>\n`;
  });
  const notes = leftOut(rows, total);
  return html`<h3>${name} (${total.toLocaleString('en')})</h3>
<ul class="gallery">
${cards}</ul>${notes.length > 0 ? html`<p class="note">${notes.join(', ')}</p>` : null}
`;
}

function leftOut(rows: readonly ChangedPrediction[], total: number): string[] {
  const pictures = rows.filter(({ hasPicture }) => hasPicture).length;
  const shown = rows.filter(({ picture }) => picture !== null).length;
  return [
    ...(rows.length < total ? [`${rows.length} of ${total.toLocaleString('en')} rows`] : []),
    ...(shown < pictures ? [`${shown} of ${pictures} pictures`] : []),
  ];
}
