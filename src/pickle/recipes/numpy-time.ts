import type { TypedValue } from '../../datastore/typed-value.ts';

const NOT_A_TIME = -(2n ** 63n);

/** How many of a unit make a day, and to how many decimal digits of a second it counts. */
const PARTS_OF_DAY: Readonly<Record<string, readonly [bigint, number]>> = {
  h: [24n, -2],
  m: [1440n, -1],
  s: [86_400n, 0],
  ms: [86_400n * 10n ** 3n, 3],
  us: [86_400n * 10n ** 6n, 6],
  ns: [86_400n * 10n ** 9n, 9],
  ps: [86_400n * 10n ** 12n, 12],
  fs: [86_400n * 10n ** 15n, 15],
  as: [86_400n * 10n ** 18n, 18],
};

/** A datetime64 as numpy prints it: an ISO 8601 time down to its unit; undefined for NaT. */
export function datetimeText(value: bigint, [unit, count]: readonly [string, bigint]): TypedValue | undefined {
  if (value === NOT_A_TIME) return undefined;
  const steps = value * count;
  if (unit === 'generic') return { type: 'INT64', value: Number(steps) };
  return { type: 'STRING', value: isoText(steps, unit) };
}

function isoText(steps: bigint, unit: string): string {
  if (unit === 'Y') return yearText(1970n + steps);
  if (unit === 'M') return `${yearText(1970n + floorDivide(steps, 12n))}-${two(floorRemainder(steps, 12n) + 1n)}`;
  if (unit === 'W') return dateText(steps * 7n);
  const [ofDay, digits] = PARTS_OF_DAY[unit] ?? [1n, 0];
  const date = dateText(floorDivide(steps, ofDay));
  if (unit === 'D' || ofDay === 1n) return date;
  const rest = floorRemainder(steps, ofDay);
  if (digits === -2) return `${date}T${two(rest)}`;
  if (digits === -1) return `${date}T${two(rest / 60n)}:${two(rest % 60n)}`;
  const perSecond = ofDay / 86_400n;
  const seconds = rest / perSecond;
  const clock = `${two(seconds / 3600n)}:${two((seconds / 60n) % 60n)}:${two(seconds % 60n)}`;
  const fraction = digits === 0 ? '' : `.${String(rest % perSecond).padStart(digits, '0')}`;
  return `${date}T${clock}${fraction}`;
}

const SECONDS: Readonly<Record<string, bigint>> = { W: 604_800n, D: 86_400n, h: 3600n, m: 60n, s: 1n };

/** A timedelta64 in seconds; None for NaT, and a string for units without a fixed length. */
export function durationOf(value: bigint, [unit, count]: readonly [string, bigint]): TypedValue {
  if (value === NOT_A_TIME) return { type: 'UNKNOWN', value: null };
  const steps = value * count;
  if (unit === 'Y' || unit === 'M') return { type: 'STRING', value: `${steps} ${unit === 'Y' ? 'years' : 'months'}` };
  if (unit === 'generic') return { type: 'INT64', value: Number(steps) };
  const whole = SECONDS[unit];
  if (whole !== undefined) return { type: 'FLOAT64', value: Number(steps * whole) };
  return { type: 'FLOAT64', value: decimal(steps, PARTS_OF_DAY[unit]?.[1] ?? 0) };
}

/** The double nearest to an integer divided by this power of ten. */
export function decimal(value: bigint, digits: number): number {
  return Number(`${value}e-${digits}`);
}

/** The date this many days after 1970-01-01, in the proleptic Gregorian calendar. */
function dateText(days: bigint): string {
  // If years begin in March, the leap day is their last day; 400 of them have 146,097 days.
  const shifted = days + 719_468n;
  const era = floorDivide(shifted, 146_097n);
  const dayOfEra = floorRemainder(shifted, 146_097n);
  const yearOfEra = (dayOfEra - dayOfEra / 1460n + dayOfEra / 36_524n - dayOfEra / 146_096n) / 365n;
  const dayOfYear = dayOfEra - (365n * yearOfEra + yearOfEra / 4n - yearOfEra / 100n);
  const month = (5n * dayOfYear + 2n) / 153n;
  const day = dayOfYear - (153n * month + 2n) / 5n + 1n;
  const year = era * 400n + yearOfEra + (month >= 10n ? 1n : 0n);
  return `${yearText(year)}-${two(month < 10n ? month + 3n : month - 9n)}-${two(day)}`;
}

/** numpy counts the sign as one of the four digits. */
function yearText(year: bigint): string {
  return year < 0n ? `-${String(-year).padStart(3, '0')}` : String(year).padStart(4, '0');
}

function two(value: bigint): string {
  return String(value).padStart(2, '0');
}

function floorRemainder(value: bigint, divisor: bigint): bigint {
  return ((value % divisor) + divisor) % divisor;
}

function floorDivide(value: bigint, divisor: bigint): bigint {
  return (value - floorRemainder(value, divisor)) / divisor;
}
