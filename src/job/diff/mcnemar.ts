/**
 * The two-sided p-value of McNemar's exact test: how likely a split at least this uneven is if `fixed` and `broken` are
 * equally likely. 1 if both are 0.
 */
export function mcnemarP(fixed: number, broken: number): number {
  const trials = fixed + broken;
  const fewer = Math.min(fixed, broken);
  if (fixed === broken) return 1;
  // The logarithm of the largest term: the terms themselves underflow.
  let logarithm = -trials * Math.LN2;
  for (let index = 1; index <= fewer; index++) logarithm += Math.log((trials - fewer + index) / index);
  let summand = 1;
  let sum = 0;
  for (let index = fewer; index >= 0 && summand > sum * Number.EPSILON; index--) {
    sum += summand;
    summand *= index / (trials - index + 1);
  }
  return Math.min(1, 2 * Math.exp(logarithm) * sum);
}
