import { type SwjobError, usageError } from '../errors.ts';
import { show } from './show.ts';

const MILLISECONDS: Readonly<Record<string, number>> = { d: 86_400_000, h: 3_600_000, m: 60_000, s: 1000, ms: 1 };
const HINT = 'Give a duration such as 30s, 5m, 1h30m or 500ms; a plain number is seconds.';
/** Timers of more than 2^31 − 1 milliseconds would fire at once. */
const LONGEST_DAYS = 24;

export interface DurationOptions {
  /** Whether 0 is allowed; an error otherwise. */
  readonly allowZero?: boolean;
  /** Whether more than 24 days are allowed: nothing waits that long. */
  readonly allowLong?: boolean;
}

/**
 * Parses `30s`, `5m`, `1h30m`, `1.5h`, `500ms` or `90` (seconds) to whole milliseconds, at most 24 days unless longer ones are
 * allowed. The units are d, h, m, s and ms, each once, the larger first. A usage error names the flag.
 */
export function parseDuration(text: string, flag: string, options: DurationOptions = {}): number {
  const milliseconds = Math.round(sum(text.trim(), () => invalid(text, flag)));
  if (milliseconds > LONGEST_DAYS * 86_400_000 && !options.allowLong) {
    throw usageError(`${flag} ${show(text)} is too long`, `At most ${LONGEST_DAYS} days are possible.`);
  }
  if (milliseconds === 0 && !options.allowZero) throw usageError(`${flag} must be more than 0`, HINT);
  return milliseconds;
}

function sum(text: string, refuse: () => SwjobError): number {
  if (/^\d{1,15}(\.\d{1,15})?$/.test(text)) return Number(text) * 1000;
  if (!/^(\d{1,15}(\.\d{1,15})?(d|h|ms|m|s))+$/.test(text)) throw refuse();
  let total = 0;
  let previous = Number.POSITIVE_INFINITY;
  for (const [, amount, unit] of text.matchAll(/([\d.]{1,31})(d|h|ms|m|s)/g)) {
    const factor = MILLISECONDS[unit ?? ''] ?? 0;
    if (factor >= previous) throw refuse();
    previous = factor;
    total += Number(amount) * factor;
  }
  return total;
}

function invalid(text: string, flag: string): SwjobError {
  return usageError(`${flag} ${show(text)} is not a duration`, HINT);
}
