import { numberText } from '../chart/number-text.ts';
import { metricDirection } from '../job/metric-direction.ts';
import { isFinal, type JobRecord } from '../job/record.ts';
import { percentOf } from '../text/percent.ts';
import { clip } from './clip.ts';
import type { JobReport } from './report-data.ts';

/** The result in a sentence or two, for readers who know neither the model nor Starwhale. */
export function leadOf(report: JobReport): string[] {
  return [stateOf(report), resultOf(report)].filter((sentence) => sentence !== '');
}

function stateOf({ job: { status, error_message } }: JobReport): string {
  if (status === 'FAIL') return error_message ? 'The job failed:' : 'The job failed. No reason was recorded.';
  if (status === 'CANCELED') return 'The job was canceled. The page shows what it had written.';
  return isFinal(status) ? '' : `The job is ${status}. The page shows what it has written so far.`;
}

/** Whether the job may not have written everything. */
export function isPartial({ status }: JobRecord): boolean {
  return status !== 'SUCCESS';
}

function resultOf(report: JobReport): string {
  const { job, predictions } = report;
  if (predictions === null) return trainingOf(report);
  const { total, wrong, mistake } = predictions;
  const model = job.model === null ? 'The model' : `The model ${clip(job.model.name)}`;
  const share = percentOf(total - wrong, total).replace(/\.0$/, '');
  const [right, all] = [(total - wrong).toLocaleString('en'), total.toLocaleString('en')];
  const result = isPartial(job)
    ? `These results are partial: ${right} of the ${all} predictions that were written are right (${share}%).`
    : `${model} got ${right} of ${all} predictions right (${share}%).`;
  if (mistake === null || mistake.count < 2) return result;
  return `${result} ${isPartial(job) ? 'The' : 'Its'} most common mistake: ${mistake.truth} taken for ${mistake.predicted}, ${mistake.count.toLocaleString('en')} times.`;
}

/** The first and last value of a training's curve. */
function trainingOf({ curves }: JobReport): string {
  for (const chart of curves) {
    if (chart.kind !== 'line' || chart.diagonal) continue;
    const series = chart.series.find(({ name }) => metricDirection(name) === 'lower') ?? chart.series[0];
    const values = series?.y.filter(Number.isFinite) ?? new Float64Array();
    const [first, last] = [values[0], values.at(-1)];
    if (series === undefined || first === undefined || last === undefined || values.length < 2) continue;
    const name = chart.series.length === 1 ? chart.yLabel : series.name;
    return `In ${series.y.length.toLocaleString('en')} steps, ${clip(name)} went from ${numberText(first)} to ${numberText(last)}.`;
  }
  return '';
}
