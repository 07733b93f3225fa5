import type { TypedValue } from '../datastore/typed-value.ts';
import { show } from '../text/show.ts';
import { sameKind } from './compare.ts';
import { quoteName } from './name.ts';
import type { Operand } from './syntax-tree.ts';

type Value = TypedValue | undefined;

/** Watches the values that comparisons see, to report comparisons whose values were never of the same kind. */
export class Kinds {
  readonly #watched: Watched[] = [];

  /** Returns a function to call with the values of a comparison. */
  watch(left: Operand, right: Operand): (a: Value, b: Value) => void {
    const watched: Watched = { left, right, sample: undefined, hasMet: false };
    this.#watched.push(watched);
    return (a, b) => {
      if (watched.hasMet || !isGiven(a) || !isGiven(b)) return;
      if (sameKind(a, b)) watched.hasMet = true;
      else watched.sample ??= [a, b];
    };
  }

  /** A note for each comparison that only saw values of different kinds. */
  notes(): readonly string[] {
    return this.#watched.flatMap((watched) => (watched.hasMet || !watched.sample ? [] : note(watched, watched.sample)));
  }
}

interface Watched {
  readonly left: Operand;
  readonly right: Operand;
  sample: readonly [TypedValue, TypedValue] | undefined;
  hasMet: boolean;
}

function isGiven(value: Value): value is TypedValue {
  return value !== undefined && value.type !== 'UNKNOWN';
}

/** `accuracy is a string ("0.87") and 0.5 a number: they are never equal and have no order.` */
function note({ left, right }: Watched, [a, b]: readonly [TypedValue, TypedValue]): string {
  const [name, other, value, against] = left.kind === 'name' ? [left, right, a, b] : [right, left, b, a];
  const quoted =
    value.type === 'STRING' && other.kind === 'literal' && isNumber(against)
      ? ` To compare as text, write ${show(other.source)}.`
      : '';
  return `${written(name)} is ${described(value)}, ${written(other)} is ${described(against)}: these are never equal and have no order.${quoted}`;
}

function written(operand: Operand): string {
  if (operand.kind === 'name') return quoteName(operand.name);
  return operand.value.type === 'STRING' ? show(operand.value.value) : operand.source;
}

function described(value: TypedValue): string {
  if (isNumber(value)) return 'a number';
  switch (value.type) {
    case 'STRING':
      return `a string (${show(value.value)})`;
    case 'BOOL':
      return 'true or false';
    case 'BYTES':
      return 'bytes';
    case 'LIST':
      return 'a list';
    case 'TUPLE':
      return 'a tuple';
    case 'MAP':
      return 'a map';
    default:
      return 'an object';
  }
}

function isNumber({ value }: TypedValue): boolean {
  return typeof value === 'number' || typeof value === 'bigint';
}
