/** Two threads unpack faster than rows are selected, and nearly as fast as they are printed. */
const MOST = 2;
/** From so many scans on, they keep the threads busy without looking ahead. */
const MANY_SCANS = 4;
/** Scans that have not begun a block for this long do not count: a program may have dropped them without an end. */
const IDLE_MS = 60_000;

/** When each scan of this process last began a block. Symbols hold no memory of a scan that was dropped. */
const scans = new Map<symbol, number>();

/** How many blocks a scan may unpack ahead of their turn. Each takes memory, so with several scans at once they are fewer. */
export function blocksAhead(scan: symbol, wanted = MOST): number {
  // Not `performance`, which Node loads on first use.
  const now = Date.now();
  scans.set(scan, now);
  for (const [other, begun] of scans) if (now - begun > IDLE_MS) scans.delete(other);
  if (scans.size === 1) return wanted;
  return scans.size < MANY_SCANS ? Math.min(wanted, 1) : 0;
}

export function endScan(scan: symbol): void {
  scans.delete(scan);
}
