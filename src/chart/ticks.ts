import type { Domain } from './data.ts';

/** The step (1, 2 or 5 times a power of ten) that divides a span into about this many parts. */
export function roundStep(span: number, parts: number): number {
  const rough = span / Math.max(1, parts);
  const power = 10 ** Math.floor(Math.log10(rough));
  const share = rough / power;
  return power * (share > 7.07 ? 10 : share > 3.16 ? 5 : share > 1.41 ? 2 : 1);
}

/** About this many round numbers within a domain, ascending. */
export function linearTicks([low, high]: Domain, parts: number): number[] {
  if (!(high > low)) return [low];
  const step = roundStep(high - low, parts);
  // Multiples of the step, as repeated addition would drift.
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  if (!(last - first < 1000)) return [low, high];
  const ticks = Array.from({ length: last - first + 1 }, (_, index) => multiple(first + index, step));
  return areAscending(ticks) ? ticks : [low, high];
}

/** Powers of ten within a positive domain, with 2 and 5 times these if they are few; linear ticks within a decade. */
export function logTicks([low, high]: Domain, parts: number): number[] {
  const decades = Math.log10(high / low);
  if (decades < 1) return linearTicks([low, high], parts);
  const every = Math.max(1, Math.ceil(decades / Math.max(1, parts)));
  const factors = decades * 2 <= parts ? [1, 2, 5] : [1];
  const ticks: number[] = [];
  for (let power = Math.floor(Math.log10(low)); power <= Math.ceil(Math.log10(high)); power++) {
    if (power % every !== 0) continue;
    for (const factor of factors) ticks.push(Number(`${factor}e${power}`));
  }
  return ticks.filter((tick) => tick >= low * (1 - 1e-9) && tick <= high * (1 + 1e-9));
}

/** The labels of ticks: with the same number of decimals unless the axis is logarithmic; large numbers with k, M, G or T. */
export function tickTexts(ticks: readonly number[], log = false): string[] {
  const largest = ticks.reduce((most, tick) => Math.max(most, Math.abs(tick)), 0);
  const smallestStep = ticks.reduce((least, tick, index) => {
    const step = Math.abs(tick - (ticks[index - 1] ?? Number.NaN));
    return step > 0 && step < least ? step : least;
  }, Number.POSITIVE_INFINITY);
  const step = smallestStep === Number.POSITIVE_INFINITY ? largest : smallestStep;
  if (largest >= 1e15 || (largest > 0 && (step < 1e-6 || largest < 1e-3)))
    return ticks.map((tick) => compactExponent(tick, largest / step));
  const [unit, suffix] = UNITS.find(([size, , from]) => largest >= from && step >= size / 100) ?? [1, ''];
  // The steps of a logarithmic axis differ in size: each tick gets the decimals that it needs.
  const isKnown = !log || ticks.length > 2;
  const isEven =
    isKnown &&
    ticks.every(
      (tick, index) => index < 2 || Math.abs(tick - 2 * at(ticks, index - 1) + at(ticks, index - 2)) < step * 1e-6,
    );
  const decimals = decimalsOf(step / unit);
  return ticks.map((tick) => {
    const text = (tick / unit).toFixed(isEven ? decimals : Math.max(0, decimalsOf(Math.abs(tick) / unit)));
    return Number(text) === 0 ? '0' : `${text}${suffix}`;
  });
}

/** Numbers below ten thousand are written out, as people do. */
const UNITS: readonly (readonly [size: number, suffix: string, from: number])[] = [
  [1e12, 'T', 1e12],
  [1e9, 'G', 1e9],
  [1e6, 'M', 1e6],
  [1e3, 'k', 1e4],
];

function at(ticks: readonly number[], index: number): number {
  return ticks[index] ?? Number.NaN;
}

/** A multiple of a round step, without the rounding error of the product. */
export function multiple(count: number, step: number): number {
  return count === 0 ? 0 : Number((count * step).toPrecision(15));
}

/** Whether each number is larger than the one before it: not if they share more digits than a double has. */
export function areAscending(numbers: readonly number[]): boolean {
  return numbers.every((number, index) => index === 0 || number > at(numbers, index - 1));
}

/** The number of decimals that a step such as 0.025 needs. */
function decimalsOf(step: number): number {
  if (!(step > 0) || !Number.isFinite(step)) return 0;
  for (let decimals = 0; decimals < 12; decimals++) {
    const scaled = step * 10 ** decimals;
    if (Math.abs(scaled - Math.round(scaled)) < 1e-6 * Math.max(1, scaled) && Math.round(scaled) > 0) return decimals;
  }
  return 12;
}

/** With at least two digits, or as many as distinguish the ticks. */
function compactExponent(tick: number, steps: number): string {
  if (tick === 0) return '0';
  const digits = Math.min(20, Math.max(2, Math.ceil(Math.log10(steps)) + 1));
  return tick
    .toExponential(digits)
    .replace(/\.?0+e/, 'e')
    .replace('e+', 'e');
}
