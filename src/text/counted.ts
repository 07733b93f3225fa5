/** A count with its noun: `1 job`, `3 jobs`. */
export function counted(count: number, thing: string): string {
  return `${count} ${plural(count, thing)}`;
}

/** The same with thousands separated, for pages: `1,000 rows`. */
export function countedWithCommas(count: number, thing: string): string {
  return `${count.toLocaleString('en')} ${plural(count, thing)}`;
}

function plural(count: number, thing: string): string {
  return count === 1 ? thing : `${thing}s`;
}
