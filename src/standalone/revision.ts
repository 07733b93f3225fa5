/**
 * A revision: nanoseconds of the writer's monotonic clock, in decimal without leading zeros. It may exceed 2^53, so it is
 * kept as a string, and compared as an integer.
 */
export type Revision = string & { readonly __revision: unique symbol };

/** Parses a string of digits; null for anything else. */
export function parseRevision(text: string): Revision | null {
  if (!/^\d+$/.test(text)) return null;
  return text.replace(/^0+(?=\d)/, '') as Revision;
}

export function revisionOf(value: bigint): Revision {
  return value.toString() as Revision;
}

export function compareRevisions(a: Revision, b: Revision): number {
  if (a.length !== b.length) return a.length - b.length;
  return a < b ? -1 : a > b ? 1 : 0;
}
