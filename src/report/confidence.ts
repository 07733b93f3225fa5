import type { TypedValue } from '../datastore/typed-value.ts';
import type { Lookup } from '../expression/lookup.ts';

/** Names under which models store the confidence of a prediction. */
const SINGLE = ['output/score', 'output/confidence', 'output/probability', 'output/prob'];
const SEVERAL = ['output/scores', 'output/probabilities', 'output/probs'];

/** The names that `confidenceOf` reads. */
export const CONFIDENCE_NAMES: readonly string[] = [...SINGLE, ...SEVERAL];

/** The model's confidence, between 0 and 1: its score, or the largest of its scores; null if the row has none. */
export function confidenceOf(lookup: Lookup): number | null {
  for (const name of SINGLE) {
    const share = shareOf(lookup(name));
    if (share !== null) return share;
  }
  for (const name of SEVERAL) {
    const scores = partsOf(lookup(name)).map(shareOf);
    const largest = scores.reduce<number | null>(
      (most, score) => (score !== null && (most === null || score > most) ? score : most),
      null,
    );
    if (largest !== null) return largest;
  }
  return null;
}

function shareOf(value: TypedValue | undefined): number | null {
  const number = typeof value?.value === 'number' ? value.value : Number.NaN;
  return number >= 0 && number <= 1 ? number : null;
}

function partsOf(value: TypedValue | undefined): readonly TypedValue[] {
  if (value?.type === 'LIST' || value?.type === 'TUPLE') return value.value;
  return value?.type === 'MAP' ? value.value.map((entry) => entry.value) : [];
}
