const SHORT_ID = 12;

/** A function that shortens these ids: to 12 characters, or as many more as they need to stay distinct. */
export function shortIds(ids: readonly string[]): (id: string) => string {
  const longest = ids.reduce((most, id) => Math.max(most, id.length), 0);
  const count = new Set(ids).size;
  for (let length = SHORT_ID; length < longest; length++) {
    if (new Set(ids.map((id) => id.slice(0, length))).size === count) return (id) => id.slice(0, length);
  }
  return (id) => id;
}

/** The names, with a number behind those that an earlier one equals. */
export function numbered(names: readonly string[]): readonly string[] {
  const used = new Map<string, number>();
  return names.map((name) => {
    const count = (used.get(name) ?? 0) + 1;
    used.set(name, count);
    return count === 1 ? name : `${name} (${count})`;
  });
}
