import type { Chart } from '../chart/data.ts';
import { chartSvg } from '../chart/svg.ts';
import { packageText } from '../job/job-row.ts';
import type { JobRecord } from '../job/record.ts';
import { countedWithCommas } from '../text/counted.ts';
import { type Content, html, type Markup, ready } from './html.ts';
import { timeText } from './job-header.ts';
import { matrixTable } from './matrix-table.ts';
import type { Section } from './page.ts';
import { predictionsSection, wrongSection } from './prediction-sections.ts';
import type { JobReport, Metric } from './report-data.ts';
import { dataTable } from './table-section.ts';

/** The sections of a report about one job, in the order of a reader's questions. */
export function jobSections(report: JobReport): Section[] {
  const { metrics, labels, matrix, curves, predictions, tables, environment } = report;
  const sections: (Section | null)[] = [
    predictions && wrongSection(predictions),
    matrix && { id: 'matrix', title: 'Confusion matrix', body: matrixTable(matrix, predictions !== null) },
    labels && { id: 'labels', title: 'Labels', body: dataTable(labels) },
    curves.length > 0 ? { id: 'curves', title: 'Curves', body: chartGrid(report) } : null,
    predictions && predictionsSection(predictions),
    metrics.length > 0 ? { id: 'metrics', title: 'Metrics', body: metricTable(metrics) } : null,
    tables.length > 0 ? { id: 'tables', title: 'Tables', body: tableList(report) } : null,
    { id: 'job', title: 'How it was made', body: pairs(jobPairs(report.job)) },
    environment.length > 0 ? { id: 'environment', title: 'Environment', body: pairs(environment) } : null,
  ];
  return sections.filter((section) => section !== null);
}

/** Small, so that its text is readable on a phone. */
const CHART_SIZE = { width: 420, height: 270, standalone: false };

const MAX_LINES = 6;

const ROC_HINT =
  'One curve for each label: the closer to the top left corner, the better. The dotted line is random guessing.';

function chartGrid({ curves }: JobReport): Markup {
  const figures = curves.map(
    (chart) =>
      html`<figure>${ready(chartSvg(chart, CHART_SIZE))}${isRoc(chart) ? html`<figcaption class="note">${ROC_HINT}</figcaption>` : null}</figure>\n`,
  );
  return html`<div class="charts">${figures}</div>`;
}

function isRoc(chart: Chart): boolean {
  return chart.kind === 'line' && chart.diagonal === true;
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
    ) => html`<details><summary>${table.name}${table.total === null ? '' : ` (${countedWithCommas(table.total, 'row')})`}</summary>
${dataTable(table)}</details>\n`,
  );
  return html`${parts}`;
}

function jobPairs(job: JobRecord): [string, string][] {
  const values: [string, string | null][] = [
    ['id', job.id],
    ['uri', job.uri],
    ['status', job.status],
    ['handler', job.handler],
    ['model', job.model && packageText(job.model)],
    ['datasets', job.datasets.map(packageText).join('\n')],
    ['runtime', job.runtime && packageText(job.runtime)],
    ['resource pool', job.resource_pool],
    ['owner', job.owner],
    ['created', timeText(job.created_at)],
    ['finished', timeText(job.finished_at)],
    ['comment', job.comment],
  ];
  return values.flatMap(([name, value]) => (value === null || value === '' ? [] : [[name, value]]));
}

function pairs(list: readonly (readonly [string, string])[]): Markup {
  return html`<dl>${list.map(([name, value]) => html`<dt>${name}</dt><dd>${folded(value)}</dd>\n`)}</dl>`;
}

/** Long values, such as the steps of a model, are collapsed to one line. */
function folded(value: string): Content {
  const lines = value.split('\n').length;
  if (lines <= MAX_LINES) return value;
  return html`<details><summary>${lines.toLocaleString('en')} lines</summary>${value}</details>`;
}
