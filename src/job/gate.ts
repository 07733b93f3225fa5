import { usageError } from '../errors.ts';
import { show } from '../text/show.ts';
import type { MetricChange } from './compare.ts';
import type { JobRecord } from './record.ts';

/** How much a metric may fall or rise against a base. */
export interface GateRule {
  readonly kind: 'max-drop' | 'max-rise';
  readonly metric: string;
  /** 0 or more, in the metric's own unit or in hundredths of the base. */
  readonly amount: number;
  readonly isPercent: boolean;
}

/** A metric of a job that moved further than a rule allows. */
export interface Breach {
  readonly job: JobRecord;
  readonly rule: GateRule;
  readonly change: MetricChange;
}

/** The rule that `METRIC=AMOUNT` or `METRIC=AMOUNT%` writes. */
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

/** Whether a change is more than a rule allows; what is no number on either side always is. */
export function breaks({ kind, amount, isPercent }: GateRule, { base, value, change }: MetricChange): boolean {
  if (change === null) return !isSameInfinity(base?.value, value?.value);
  const moved = kind === 'max-drop' ? -Number(change) : Number(change);
  if (moved <= 0) return false;
  return isPercent ? moved > (amount / 100) * Math.abs(Number(base?.value)) : moved > amount;
}

function isSameInfinity(a: unknown, b: unknown): boolean {
  return typeof a === 'number' && a === b;
}
