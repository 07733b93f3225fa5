import type { JobRecord, PackageVersion } from '../job/record.ts';
import { durationText } from '../render/time.ts';
import { clip } from './clip.ts';
import { html, type Markup, ready } from './html.ts';
import { isPartial, leadOf } from './lead.ts';
import type { JobReport } from './report-data.ts';
import { firstScores, scoreName, scoreText } from './scores.ts';

/** Maximum of scores in large digits at the top. */
const MAX_CARDS = 4;
/** Enough of an id to find the job. */
const ID_LENGTH = 12;

/** What readers see first: which model, how good it is, and how often it was wrong. */
export function jobHeader(report: JobReport, heading: 'h1' | 'h2', prefix = ''): Markup {
  const { job, metrics, predictions, problems } = report;
  const scores = firstScores(metrics, MAX_CARDS).map(
    (score) => html`<li><b>${scoreText(score)}</b><span>${scoreName(score)}</span></li>`,
  );
  const wrong =
    predictions === null
      ? null
      : html`<li><b>${predictions.wrong.toLocaleString('en')} of ${predictions.total.toLocaleString('en')}</b><span>predictions wrong${isPartial(job) ? ' (partial)' : ''}</span></li>`;
  const tone = job.status === 'SUCCESS' ? 'good' : job.status === 'FAIL' ? 'bad' : '';
  const tag = ready(heading);
  return html`<${tag}>${prefix}${clip(jobTitle(job))} <span class="status ${tone}">${job.status}</span></${tag}>
<p class="sub">${jobSubtitle(job)}</p>
${leadOf(report).map((sentence) => html`<p class="lead">${sentence}</p>`)}
${job.error_message ? html`<pre class="bad" tabindex="0">${job.error_message}</pre>` : null}
${scores.length > 0 || wrong ? html`<ul class="cards">${scores}${wrong}</ul>` : null}
${problems.map((problem) => html`<p class="note bad">${problem}</p>`)}
${leftOutText(report)}`;
}

/** The model, or what ran if there is none. */
export function jobTitle({ model, handler }: JobRecord): string {
  return model?.name ?? handler ?? 'Job';
}

/** The title with the handler, for use without the subtitle. */
export function longTitle(job: JobRecord): string {
  return job.model === null || job.handler === null ? jobTitle(job) : `${job.model.name}, ${job.handler}`;
}

/** The packages of a job, each with its abbreviated version. */
export function packagesText(packages: readonly PackageVersion[]): string {
  return packages
    .map(({ name, version }) => (version === null ? name : `${name} (${version.slice(0, ID_LENGTH)})`))
    .join(', ');
}

/** A time for people; '' for null. */
export function timeText(instant: string | null): string {
  return instant === null ? '' : instant.replace('T', ' ').replace(/(?:\.\d+)?Z$/, ' UTC');
}

function jobSubtitle({ model, handler, datasets, created_at, duration_ms, id }: JobRecord): string {
  const what = model === null ? null : handler;
  const parts = [
    [what, datasets.length > 0 ? `on ${packagesText(datasets)}` : null].filter((part) => part !== null).join(' '),
    timeText(created_at),
    duration_ms === null ? '' : `took ${durationText(duration_ms)}`,
    `job ${id.slice(0, ID_LENGTH)}`,
  ];
  return parts
    .filter((part) => part !== '')
    .map((part) => clip(part))
    .join(' · ');
}

function leftOutText({ leftOut }: JobReport): Markup | null {
  return leftOut.length === 0
    ? null
    : html`<p class="note">Left out to keep the page small: ${leftOut.join(', ')}.</p>`;
}
