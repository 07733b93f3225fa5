import type { TypedValue } from '../datastore/typed-value.ts';
import { equalTyped } from '../expression/compare.ts';
import type { Lookup } from '../expression/lookup.ts';

/** The true label in a row of `results`: the client prefixes columns from the dataset with `input/`. */
const TRUTH = 'input/label';
/** The predicted label: a member of the model's output, or the output itself if that is a string. */
const PREDICTION = 'output/label';
const PLAIN_PREDICTION = 'output';

/** The true and the predicted label of a row. */
export interface Outcome {
  readonly truth: TypedValue;
  readonly predicted: TypedValue;
  readonly isRight: boolean;
}

/** Compares a row's true label with the predicted one, as `input/label == output/label` does; null if it lacks either. */
export function outcomeOf(lookup: Lookup): Outcome | null {
  const truth = lookup(TRUTH);
  const predicted = lookup(PREDICTION) ?? textOf(lookup(PLAIN_PREDICTION));
  if (truth === undefined || predicted === undefined) return null;
  return { truth, predicted, isRight: equalTyped(truth, predicted) };
}

/** The names that `outcomeOf` reads. */
export const OUTCOME_NAMES: readonly string[] = [TRUTH, PREDICTION, PLAIN_PREDICTION];

function textOf(value: TypedValue | undefined): TypedValue | undefined {
  return value?.type === 'STRING' ? value : undefined;
}
