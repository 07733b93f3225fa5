import { usageError } from '../errors.ts';
import { show } from '../text/show.ts';
import type { MetricChange } from './compare.ts';
import type { JobRecord } from './record.ts';

/** How much a metric may fall or rise compared with a base. */
export interface GateRule {
  readonly kind: 'max-drop' | 'max-rise';
  readonly metric: string;
  /** 0 or more, in the metric's own unit or in percent of the base. */
  readonly amount: number;
  readonly isPercent: boolean;
}

/** A metric of a job that moved beyond a rule. */
export interface Breach {
  readonly job: JobRecord;
  readonly rule: GateRule;
  readonly change: MetricChange;
}

/** Parses `METRIC=AMOUNT` or `METRIC=AMOUNT%`. */
export function parseGateRule(kind: GateRule['kind'], text: string): GateRule {
  const at = text.lastIndexOf('=');
  const [, number = '', percent = ''] =
    /^(\d{1,20}(?:\.\d{1,20})?(?:e-?\d{1,3})?)(%?)$/i.exec(text.slice(at + 1).trim()) ?? [];
  const metric = text.slice(0, Math.max(0, at)).trim();
  if (metric === '' || number === '') {
    throw usageError(
      `--${kind} ${show(text)} is not METRIC=AMOUNT`,
      `Write --${kind} accuracy=0.01, or accuracy=2% of the base.`,
    );
  }
  return { kind, metric, amount: Number(number), isPercent: percent !== '' };
}

/** Whether a change breaks a rule. A value that is not a number always does, unless both are the same infinity. */
export function breaks({ kind, amount, isPercent }: GateRule, { base, value, change }: MetricChange): boolean {
  if (change === null) return !isSameInfinity(base?.value, value?.value);
  const moved = kind === 'max-drop' ? -Number(change) : Number(change);
  if (moved <= 0) return false;
  const from = Math.abs(Number(base?.value));
  const limit = isPercent ? (amount / 100) * from : amount;
  // From 0.9 to 0.89, doubles move by a little more than 0.01.
  const rounding = amount === 0 ? 0 : Number.EPSILON * Math.max(from, Math.abs(Number(value?.value)));
  return moved > limit + rounding;
}

function isSameInfinity(a: unknown, b: unknown): boolean {
  return typeof a === 'number' && a === b;
}
