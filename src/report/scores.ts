import { numberText } from '../chart/number-text.ts';
import type { TypedValue } from '../datastore/typed-value.ts';
import { metricDirection } from '../job/metric-direction.ts';
import type { Metric } from './report-data.ts';

/** The scores that people look for first, in this order. */
const FIRST_SCORES = ['accuracy', 'macro avg/f1-score', 'hamming_loss', 'cohen_kappa_score'];

/** The first `count` scores: FIRST_SCORES, then the others. */
export function firstScores(metrics: readonly Metric[], count: number): readonly Metric[] {
  const scores = metrics.filter(({ isScore }) => isScore);
  const first = FIRST_SCORES.flatMap((name) => scores.find((score) => score.name === name) ?? []);
  return [...first, ...scores.filter((score) => !first.includes(score))].slice(0, count);
}

/** A score with few digits, readable at a glance; the table of metrics has all digits. */
export function scoreText({ value, text }: Metric): string {
  const number = numberOf(value);
  return number === null ? text : numberText(number);
}

/** A metric's name, with a note if lower is better. */
export function scoreName({ name }: Metric): string {
  return metricDirection(name) === 'lower' ? `${name} (lower is better)` : name;
}

function numberOf({ value }: TypedValue): number | null {
  return typeof value === 'number' || typeof value === 'bigint' ? Number(value) : null;
}
