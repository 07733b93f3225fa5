import { counted } from '../text/counted.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const STEPS: readonly (readonly [limit: number, unit: number, name: string])[] = [
  [MINUTE, SECOND, 'second'],
  [HOUR, MINUTE, 'minute'],
  [DAY, HOUR, 'hour'],
  [30 * DAY, DAY, 'day'],
  [365 * DAY, 30.44 * DAY, 'month'],
  [Number.POSITIVE_INFINITY, 365.25 * DAY, 'year'],
];

/** `3 minutes ago`, `in 2 hours`, `just now`; a string that is not a time is unchanged. `now`: epoch milliseconds. */
export function relativeTime(iso: string, now: number): string {
  const time = Date.parse(iso);
  if (Number.isNaN(time)) return iso;
  const distance = Math.abs(now - time);
  if (distance < SECOND) return 'just now';
  const [, unit, name] = STEPS.find(([limit]) => distance < limit) ?? [0, SECOND, 'second'];
  const count = Math.max(1, Math.floor(distance / unit));
  const words = counted(count, name);
  return time > now ? `in ${words}` : `${words} ago`;
}

/** A duration for people, in its two largest units: `0.4s`, `1m 23s`, `2h 5m`, `3d 4h`. */
export function durationText(milliseconds: number): string {
  // Most of these times are in whole seconds.
  if (milliseconds === 0) return '<1s';
  if (milliseconds < 0) return `-${durationText(-milliseconds)}`;
  if (milliseconds < 100) return `${Number((milliseconds / SECOND).toPrecision(1))}s`;
  if (milliseconds < 10 * SECOND) return `${Math.floor(milliseconds / 100) / 10}s`;
  const seconds = Math.floor(milliseconds / SECOND);
  if (seconds < 60) return `${seconds}s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return twoUnits(minutes, 'm', seconds % 60, 's');
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return twoUnits(hours, 'h', minutes % 60, 'm');
  return twoUnits(Math.floor(hours / 24), 'd', hours % 24, 'h');
}

function twoUnits(great: number, greatUnit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${great}${greatUnit}` : `${great}${greatUnit} ${small}${smallUnit}`;
}

/** A time as ISO 8601 in UTC without fractions of a second, null if it is out of range. */
export function isoSeconds(epochMilliseconds: number): string | null {
  const date = new Date(epochMilliseconds);
  return Number.isNaN(date.getTime()) ? null : date.toISOString().replace(/\.\d{3}Z$/, 'Z');
}

/**
 * A time for people: in the local zone with its offset (`2026-11-27T08:04:35+08:00`), or unchanged if `utc`. Returns a
 * string that is not a time unchanged.
 */
export function zonedTime(iso: string, utc: boolean): string {
  const date = new Date(iso);
  const offset = utc || Number.isNaN(date.getTime()) ? 0 : -date.getTimezoneOffset();
  if (offset === 0) return iso;
  const two = (number: number) => String(Math.floor(Math.abs(number))).padStart(2, '0');
  const wall = new Date(date.getTime() + offset * MINUTE).toISOString().slice(0, 19);
  return `${wall}${offset < 0 ? '-' : '+'}${two(offset / 60)}:${two(offset % 60)}`;
}
