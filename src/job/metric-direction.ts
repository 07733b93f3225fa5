import type { TypedValue } from '../datastore/typed-value.ts';
import { globMatches } from '../text/glob.ts';

/** Which values of a metric are better; `none` for counts and parameters. */
export type MetricDirection = 'higher' | 'lower' | 'none';

/** Names, or patterns with `*`, whose direction the user decides. */
export interface DirectionOptions {
  readonly lowerIsBetter?: readonly string[] | undefined;
  readonly higherIsBetter?: readonly string[] | undefined;
}

/** Words that make lower better wherever they occur in a name: `val_loss`, `testError`, `latency/p95`. */
const LOWER = new Set(
  `loss losses logloss nll entropy crossentropy error errors err eer mae mse rmse msle rmsle mape smape wer cer perplexity
  ppl latency duration elapsed seconds secs ms time runtime fpr fnr brier hamming divergence kl distance fid regret`.split(
    /\s+/,
  ),
);

/** Names of counts and parameters, compared with the last part of a name. */
const NEITHER = new Set(
  `support total count counts size n num samples rows examples items steps step epoch epochs iteration iterations iter seed
  lr learning_rate weight_decay wd momentum dropout batch batch_size threshold temperature top_k top_p version index rank
  tp tn fp fn`.split(/\s+/),
);
const COUNT_START = /^(?:num|n|max|min)_/;
const COUNT_END = /_(?:count|counts|total|steps|samples|size|seed|epoch|epochs|rows)$/;

/** The direction of a metric: higher is better, unless its name or the user says otherwise. */
export function metricDirection(
  name: string,
  { lowerIsBetter, higherIsBetter }: DirectionOptions = {},
): MetricDirection {
  const isMeant = (pattern: string) => globMatches(pattern, name);
  if (lowerIsBetter?.some(isMeant)) return 'lower';
  if (higherIsBetter?.some(isMeant)) return 'higher';
  const last = wordsOf(name.slice(Math.max(name.lastIndexOf('/'), name.lastIndexOf('.')) + 1)).join('_');
  if (NEITHER.has(last) || COUNT_START.test(last) || COUNT_END.test(last)) return 'none';
  return wordsOf(name).some((word) => LOWER.has(word)) ? 'lower' : 'higher';
}

/** Whether values are measures, of which one can be better than another. If all are integers, they are counts. */
export function areMeasures(values: readonly TypedValue[]): boolean {
  return values.some(({ type }) => !type.startsWith('INT'));
}

/** `valLoss/p95` as val, loss, p95. */
function wordsOf(name: string): readonly string[] {
  const spaced = name.replace(/([a-z\d])([A-Z])/g, '$1 $2').toLowerCase();
  return spaced.split(/[^a-z\d]+/).filter((word) => word !== '');
}
