import type { MetricChange } from '../job/compare.ts';
import { metricChange } from '../job/compare.ts';
import type { JobRecord } from '../job/record.ts';
import { areSameDatasets } from '../job/same-datasets.ts';
import { changeText } from '../render/change-text.ts';
import { clip } from './clip.ts';
import { html, type Markup } from './html.ts';
import { packagesText, timeText } from './job-header.ts';
import { isPartial } from './lead.ts';
import type { Section } from './page.ts';
import type { JobReport, Metric, Predictions } from './report-data.ts';

/** Maximum of metrics to compare; the others are only in the tables of their jobs. */
const MAX_METRICS = 200;

/** The metrics of several jobs beside those of the first, and what became better or worse. */
export function comparisonSection(
  reports: readonly JobReport[],
  names: readonly string[],
  ids: readonly string[],
): Section {
  const [base, ...others] = reports;
  const data = base?.job.datasets ?? [];
  const metrics = [...new Set(reports.flatMap((report) => report.metrics.map(({ name }) => name)))];
  const shown = metrics.slice(0, MAX_METRICS);
  const head = names.map((name, index) =>
    index === 0
      ? html`<th scope="col" class="n">${name} (base)</th>`
      : html`<th scope="col" class="n">${name}</th><th scope="col" class="n">change</th>`,
  );
  const rows = shown.map((name) => {
    const before = metricOf(base, name);
    const cells = others.map((report) => {
      const after = metricOf(report, name);
      return html`${valueCell(after)}${changeCell(metricChange(name, before?.value, after?.value))}`;
    });
    return html`<tr><th scope="row">${clip(name)}</th>${valueCell(before)}${cells}</tr>\n`;
  });
  const notes = [
    '▲ is better, ▼ is worse.',
    ...(reports.every(({ job }) => areSameDatasets(job.datasets, data))
      ? []
      : ['The jobs did not run on the same datasets, so metrics may differ for that reason alone.']),
    ...(shown.length < metrics.length ? [`${shown.length} of ${metrics.length} metrics.`] : []),
  ];
  return {
    id: 'compare',
    title: 'Comparison',
    body: html`${factTable(reports, names, ids)}
<div class="scroll" tabindex="0" role="group" aria-label="Metrics compared"><table class="data">
<thead><tr><th scope="col">metric</th>${head}</tr></thead>
<tbody>
${rows}</tbody></table></div>
<p class="note">${notes.join(' ')}</p>`,
  };
}

/** The table that identifies the jobs. */
function factTable(reports: readonly JobReport[], names: readonly string[], ids: readonly string[]): Markup {
  const facts: readonly (readonly [string, (report: JobReport, index: number) => string])[] = [
    ['id', ({ job }, index) => ids[index] ?? job.id],
    ['model', ({ job }) => packagesText(job.model === null ? [] : [job.model])],
    ['handler', ({ job }) => job.handler ?? ''],
    ['datasets', ({ job }) => packagesText(job.datasets)],
    ['created', ({ job }) => timeText(job.created_at)],
    ['status', ({ job }) => job.status],
    ['wrong predictions', ({ job, predictions }) => wrongText(job, predictions)],
  ];
  const rows = facts.flatMap(([name, of]) => {
    const texts = reports.map(of);
    if (texts.every((text) => text === '')) return [];
    return [html`<tr><th scope="row">${name}</th>${texts.map((text) => html`<td>${clip(text)}</td>`)}</tr>\n`];
  });
  const head = names.map((name, index) => html`<th scope="col"><a href="#job-${index + 1}">${name}</a></th>`);
  return html`<div class="scroll gap" tabindex="0" role="group" aria-label="The jobs"><table>
<thead><tr><th scope="col">job</th>${head}</tr></thead>
<tbody>
${rows}</tbody></table></div>`;
}

function wrongText(job: JobRecord, predictions: Predictions | null): string {
  if (predictions === null) return '';
  const [wrong, total] = [predictions.wrong.toLocaleString('en'), predictions.total.toLocaleString('en')];
  return `${wrong} of ${total}${isPartial(job) ? ' (partial)' : ''}`;
}

function metricOf(report: JobReport | undefined, name: string): Metric | undefined {
  return report?.metrics.find((metric) => metric.name === name);
}

/** Numbers stay on one line; strings may wrap. */
function valueCell(metric: Metric | undefined): Markup {
  if (metric === undefined) return html`<td></td>`;
  const isNumber = typeof metric.value.value === 'number' || typeof metric.value.value === 'bigint';
  return html`<td class="${isNumber ? 'n' : 'r'}">${metric.text}</td>`;
}

function changeCell(change: MetricChange): Markup {
  const tone = change.better === null ? '' : change.better ? ' good' : ' bad';
  return html`<td class="n change${tone}">${changeText(change).replace(' ', '\u00a0')}</td>`;
}
