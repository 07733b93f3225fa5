const MAX_DECIMALS = 7;

/**
 * How many percent a part is: one decimal, or as many as it takes to tell almost none from none, and almost all from all.
 */
export function percentOf(part: number, whole: number): string {
  const percent = (part / whole) * 100;
  const isSome = part > 0 && part < whole;
  for (let decimals = 1; isSome && decimals < MAX_DECIMALS; decimals++) {
    const text = percent.toFixed(decimals);
    if (Number(text) > 0 && Number(text) < 100) return text;
  }
  return percent.toFixed(1);
}
