/** A number for people: four significant digits; below 10^15, all digits before the point. */
export function numberText(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  const size = Math.abs(value);
  if (size < 1e15 && (size >= 1000 || Number.isInteger(value))) return String(Math.round(value));
  return String(Number(value.toPrecision(4)));
}
