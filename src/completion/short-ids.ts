/** As many letters of an id as a list shows. */
const SHORT_ID = 12;

/** Cuts ids to so many letters, or to as many as tell them apart from all the others: those in the order of their text. */
export function shortener(sorted: readonly string[], least: number): (id: string) => string {
  const usual = Math.max(SHORT_ID, least);
  /** Those that need more. */
  const longer = new Map<string, number>();
  for (let index = 1; index < sorted.length; index++) {
    const [before = '', id = ''] = [sorted[index - 1], sorted[index]];
    if (!id.startsWith(before.slice(0, usual))) continue;
    const needed = shared(before, id) + 1;
    longer.set(before, Math.max(longer.get(before) ?? 0, needed));
    longer.set(id, needed);
  }
  return (id) => id.slice(0, longer.get(id) ?? usual);
}

function shared(a: string, b: string): number {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length++;
  return length;
}
