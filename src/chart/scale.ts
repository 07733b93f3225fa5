import type { Domain } from './data.ts';
import { linearTicks, logTicks, multiple, tickTexts } from './ticks.ts';

export interface Tick {
  /** Between 0 (the start of the axis) and 1. */
  readonly at: number;
  readonly text: string;
}

/** Maps the values of an axis to places between 0 and 1. */
export interface Scale {
  readonly domain: Domain;
  readonly ticks: readonly Tick[];
  /** Below 0 or above 1 for values outside the domain; NaN if there is no logarithm. */
  place(value: number): number;
}

export interface ScaleOptions {
  readonly log?: boolean;
  /** About this many ticks. */
  readonly parts: number;
  /** Whether to extend the domain to the next ticks on both sides. */
  readonly round?: boolean;
}

/** A scale for these values; a domain of a single value is widened on both sides. */
export function scaleFor(extent: Domain | null, { log = false, parts, round = false }: ScaleOptions): Scale {
  const raw = widened(extent ?? (log ? [1, 10] : [0, 1]), log);
  const domain = round ? rounded(raw, log, parts) : raw;
  const values = log ? logTicks(domain, parts) : linearTicks(domain, parts);
  const place = log ? logPlace(domain) : linearPlace(domain);
  const texts = tickTexts(values, log);
  return { domain, place, ticks: values.map((value, index) => ({ at: place(value), text: texts[index] ?? '' })) };
}

function linearPlace([low, high]: Domain): (value: number) => number {
  // Halved first, as the span of the largest doubles would overflow.
  const span = high / 2 - low / 2;
  return (value) => (value / 2 - low / 2) / span;
}

function logPlace([low, high]: Domain): (value: number) => number {
  const start = Math.log10(low);
  const span = Math.log10(high) - start;
  return (value) => (value > 0 ? (Math.log10(value) - start) / span : Number.NaN);
}

function widened([low, high]: Domain, log: boolean): Domain {
  if (high > low) return [low, high];
  if (log) return [low / 2, low * 2];
  const room = low === 0 ? 1 : Math.abs(low) * 0.1;
  return [low - room, high + room];
}

function rounded(domain: Domain, log: boolean, parts: number): Domain {
  if (log) return domain;
  const [low, high] = domain;
  const ticks = linearTicks(domain, parts);
  const step = (ticks[1] ?? high) - (ticks[0] ?? low);
  const first = multiple(Math.floor(low / step + 1e-9), step);
  const last = multiple(Math.ceil(high / step - 1e-9), step);
  // Large numbers that differ by little have no rounder ones around them.
  const room = step * 1e-6;
  return first <= low + room && last >= high - room && Number.isFinite(last - first) ? [first, last] : domain;
}
