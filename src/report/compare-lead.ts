import { metricChange } from '../job/compare.ts';
import { countedWithCommas } from '../text/counted.ts';
import type { JobReport } from './report-data.ts';
import { firstScores, scoreText } from './scores.ts';

/** A sentence or two per job about the comparison: better or worse by which score, and what was fixed and broken. */
export function compareLead(reports: readonly JobReport[], names: readonly string[]): string[] {
  const [base, ...others] = reports;
  if (base === undefined) return [];
  return others.flatMap((report, index) => {
    const [name, first] = [names[index + 1] ?? '', names[0] ?? ''];
    const sentences = [scoreSentence(base, report, first, name), changeSentence(report, name)];
    return sentences.some((sentence) => sentence !== '') ? [sentences.filter(Boolean).join(' ')] : [];
  });
}

function scoreSentence(base: JobReport, report: JobReport, first: string, name: string): string {
  for (const before of firstScores(base.metrics, Number.POSITIVE_INFINITY)) {
    const after = report.metrics.find((metric) => metric.name === before.name);
    if (after === undefined) continue;
    const { change, better } = metricChange(before.name, before.value, after.value);
    if (change === null) continue;
    const [was, is] = [scoreText(before), scoreText(after)];
    if (better === null || Number(change) === 0) return `${name} has the same ${before.name} as ${first}: ${is}.`;
    return `${name} is ${better ? 'better' : 'worse'} than ${first} by ${before.name}: ${is}, was ${was}.`;
  }
  return '';
}

function changeSentence({ changes }: JobReport, name: string): string {
  if (changes === null) return '';
  const { fixed, broken } = changes;
  const what = (count: number) => countedWithCommas(count, 'prediction');
  if (fixed + broken === 0) return 'Both get the same predictions right.';
  return `${name} fixes ${what(fixed)} and breaks ${broken.toLocaleString('en')}.`;
}
