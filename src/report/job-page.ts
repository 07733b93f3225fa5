import { chartSvg } from '../chart/svg.ts';
import type { JobRecord, PackageVersion } from '../job/record.ts';
import { durationText } from '../render/time.ts';
import { clip } from './clip.ts';
import { html, type Markup, ready } from './html.ts';
import { isPartial, leadOf } from './lead.ts';
import { matrixTable } from './matrix-table.ts';
import type { Section } from './page.ts';
import { predictionsSection, wrongSection } from './prediction-sections.ts';
import type { JobReport, Metric } from './report-data.ts';
import { dataTable } from './table-section.ts';

/** So many scores stand in large digits on top. */
const MAX_CARDS = 4;
/** What people look for first, in this order. */
const FIRST_SCORES = ['accuracy', 'macro avg/f1-score', 'hamming_loss', 'cohen_kappa_score'];

/** What a reader sees first: which model, how good it is, and how often it was wrong. */
export function jobHeader(report: JobReport, heading: 'h1' | 'h2'): Markup {
  const { job, metrics, predictions, problems } = report;
  const scores = firstScores(metrics).map(({ name, text }) => html`<li><b>${text}</b><span>${name}</span></li>`);
  const wrong =
    predictions === null
      ? null
      : html`<li><b>${predictions.wrong.toLocaleString('en')} of ${predictions.total.toLocaleString('en')}</b><span>predictions wrong${isPartial(job) ? ' (partial)' : ''}</span></li>`;
  const tone = job.status === 'SUCCESS' ? 'good' : job.status === 'FAIL' ? 'bad' : '';
  const tag = ready(heading);
  return html`<${tag}>${clip(jobTitle(job))} <span class="status ${tone}">${job.status}</span></${tag}>
<p class="sub">${jobSubtitle(job)}</p>
${leadOf(report).map((sentence) => html`<p class="lead">${sentence}</p>`)}
${job.error_message ? html`<pre class="bad" tabindex="0">${job.error_message}</pre>` : null}
${scores.length > 0 || wrong ? html`<ul class="cards">${scores}${wrong}</ul>` : null}
${problems.map((problem) => html`<p class="note bad">${problem}</p>`)}`;
}

export function jobTitle({ model, handler }: JobRecord): string {
  const name = model === null ? 'Job' : model.name;
  return handler === null ? name : `${name}: ${handler}`;
}

function jobSubtitle({ datasets, created_at, duration_ms, id }: JobRecord): string {
  const parts = [
    datasets.length > 0 ? `on ${clip(datasets.map(packageText).join(', '))}` : '',
    created_at === null ? '' : created_at.replace('T', ' ').replace(/(?:\.\d+)?Z$/, ' UTC'),
    duration_ms === null ? '' : `took ${durationText(duration_ms)}`,
    `job ${id}`,
  ];
  return parts.filter((part) => part !== '').join(' · ');
}

function packageText({ name, version }: PackageVersion): string {
  return version === null ? name : `${name} (${version.slice(0, 12)})`;
}

function firstScores(metrics: readonly Metric[]): readonly Metric[] {
  const scores = metrics.filter(({ isScore }) => isScore);
  const first = FIRST_SCORES.flatMap((name) => scores.find((score) => score.name === name) ?? []);
  return [...first, ...scores.filter((score) => !first.includes(score))].slice(0, MAX_CARDS);
}

/** The parts of a report of one job, in the order in which they answer a reader's questions. */
export function jobSections(report: JobReport): Section[] {
  const { metrics, labels, matrix, curves, predictions, tables, environment } = report;
  const sections: (Section | null)[] = [
    predictions && wrongSection(predictions),
    matrix && { id: 'matrix', title: 'Confusion matrix', body: matrixTable(matrix, predictions !== null) },
    predictions && predictionsSection(predictions),
    labels && { id: 'labels', title: 'Labels', body: dataTable(labels) },
    curves.length > 0 ? { id: 'curves', title: 'Curves', body: chartGrid(report) } : null,
    metrics.length > 0 ? { id: 'metrics', title: 'Metrics', body: metricTable(metrics) } : null,
    tables.length > 0 ? { id: 'tables', title: 'Tables', body: tableList(report) } : null,
    { id: 'job', title: 'How it was made', body: pairs(jobPairs(report.job)) },
    environment.length > 0 ? { id: 'environment', title: 'Environment', body: pairs(environment) } : null,
  ];
  return sections.filter((section) => section !== null);
}

function chartGrid({ curves }: JobReport): Markup {
  const figures = curves.map(
    (chart) => html`<figure>${ready(chartSvg(chart, { width: 520, height: 300, standalone: false }))}</figure>\n`,
  );
  return html`<div class="charts">${figures}</div>`;
}

function metricTable(metrics: readonly Metric[]): Markup {
  return dataTable({
    name: 'metrics',
    columns: [
      { name: 'metric', isNumeric: false },
      { name: 'value', isNumeric: true },
    ],
    rows: metrics.map(({ name, text }) => [name, text]),
    total: metrics.length,
    leftColumns: 0,
  });
}

function tableList({ tables }: JobReport): Markup {
  const parts = tables.map(
    (
      table,
    ) => html`<details><summary>${table.name}${table.total === null ? '' : ` (${table.total.toLocaleString('en')} rows)`}</summary>
${dataTable(table)}</details>\n`,
  );
  return html`${parts}`;
}

function jobPairs(job: JobRecord): [string, string][] {
  const refs = (packages: readonly PackageVersion[]) =>
    packages.map(({ name, version }) => (version === null ? name : `${name}/version/${version}`)).join('\n');
  const values: [string, string | null][] = [
    ['id', job.id],
    ['uri', job.uri],
    ['status', job.status],
    ['handler', job.handler],
    ['model', job.model && refs([job.model])],
    ['datasets', refs(job.datasets)],
    ['runtime', job.runtime && refs([job.runtime])],
    ['owner', job.owner],
    ['created', job.created_at],
    ['finished', job.finished_at],
    ['comment', job.comment],
  ];
  return values.flatMap(([name, value]) => (value === null || value === '' ? [] : [[name, value]]));
}

function pairs(list: readonly (readonly [string, string])[]): Markup {
  return html`<dl>${list.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>\n`)}</dl>`;
}
