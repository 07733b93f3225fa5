const SHORT_ID = 12;

/** Shortens these ids: to the usual length, or as much more as it takes to tell them apart. */
export function shortIds(ids: readonly string[]): (id: string) => string {
  const longest = ids.reduce((most, id) => Math.max(most, id.length), 0);
  const count = new Set(ids).size;
  for (let length = SHORT_ID; length < longest; length++) {
    if (new Set(ids.map((id) => id.slice(0, length))).size === count) return (id) => id.slice(0, length);
  }
  return (id) => id;
}
