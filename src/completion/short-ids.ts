/** As many letters of an id as a list shows. */
const SHORT_ID = 12;

/** Cuts ids to so many letters, or to as many as tell them apart from all the others: those in the order of their text. */
export function shortener(sorted: readonly string[], least: number): (id: string) => string {
  const needed = new Map<string, number>();
  for (const [index, id] of sorted.entries()) {
    const before = shared(id, sorted[index - 1] ?? '');
    const behind = shared(id, sorted[index + 1] ?? '');
    needed.set(id, Math.max(SHORT_ID, least, before + 1, behind + 1));
  }
  return (id) => id.slice(0, needed.get(id));
}

function shared(a: string, b: string): number {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length++;
  return length;
}
