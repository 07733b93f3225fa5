import { usageError } from '../errors.ts';
import { show } from './show.ts';

/** Revisions are stored as int64. */
const LAST_REVISION = 2n ** 63n - 1n;

/** Parses a whole number from `minimum` to 2^53 − 1 in decimal digits. A usage error names the flag. */
export function parseCount(text: string, flag: string, minimum = 1): number {
  const digits = text.trim();
  const count = /^\d{1,400}$/.test(digits) ? Number(digits) : Number.NaN;
  if (!Number.isSafeInteger(count) || count < minimum) {
    const what = count > Number.MAX_SAFE_INTEGER ? 'is too large' : `is not a whole number from ${minimum} on`;
    throw usageError(`${flag} ${show(text)} ${what}`, `Give a number such as ${Math.max(minimum, 10)}.`);
  }
  return count;
}

/** Parses a table's revision, from 0 to 2^63 − 1; a bigint, since revisions exceed 2^53. */
export function parseRevision(text: string): bigint {
  const digits = text.trim();
  const revision = /^\d{1,400}$/.test(digits) ? BigInt(digits) : -1n;
  if (revision < 0n || revision > LAST_REVISION) {
    throw usageError(
      `--revision ${show(text)} is not a revision`,
      'A revision is a whole number from 0 to 9223372036854775807.',
    );
  }
  return revision;
}
