import { type ZoneMeaning, zoneMeanings } from './zone-names.ts';

/** When a job began and ended, in epoch milliseconds; null if unknown. */
export interface JobTimes {
  readonly created: number | null;
  readonly finished: number | null;
  /** Known even if both times are in the same unknown zone. */
  readonly durationMs: number | null;
  /** The time to sort by: that of the wall clock if the zone is unknown. */
  readonly order: number | null;
}

/** A local time, as the epoch milliseconds that it would have in UTC, and the name of its zone. */
interface WallTime {
  readonly milliseconds: number;
  readonly zone: string;
}

const MINUTE = 60_000;
const QUARTER = 15;
const MAX_OFFSET = 14 * 60;
const MIN_OFFSET = -12 * 60;
const TIME = /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d)(?:\.(\d{1,3})\d*)?(?: ?(\S(?:.{0,60}\S)?))?$/;

/**
 * Reads the times in a manifest. The client writes its machine's local time with the zone's name (`2026-11-23 16:42:08
 * CST`). If the name is unknown or ambiguous, the file's modification time decides: it was written when the job finished.
 */
export function jobTimes(createdText: string, finishedText: string, writtenAt: () => number | null): JobTimes {
  const created = wallTime(createdText);
  const finished = wallTime(finishedText);
  const finishedOffset = finished && offsetOf(finished, () => evidence(finished, writtenAt()), null);
  const createdOffset = created && offsetOf(created, () => evidence(finished, writtenAt()), finishedOffset);
  const createdAt = instant(created, createdOffset);
  const finishedAt = instant(finished, finishedOffset);
  return {
    created: createdAt,
    finished: finishedAt,
    durationMs: durationOf(created, finished, createdAt, finishedAt),
    order: createdAt ?? created?.milliseconds ?? null,
  };
}

/** A time with an unambiguous zone in epoch milliseconds; null if the zone needs more evidence, or it is not a time. */
export function unambiguousTime(text: string): number | null {
  const wall = wallTime(text);
  const [meaning, another] = wall === null ? [] : zoneMeanings(wall.zone);
  return another === undefined && meaning !== undefined ? instant(wall, meaning.offset) : null;
}

function wallTime(text: string): WallTime | null {
  const [, day, time, fraction = '', zone = 'UTC'] = TIME.exec(text) ?? [];
  if (day === undefined || time === undefined) return null;
  const milliseconds = Date.parse(`${day}T${time}.${fraction.padEnd(3, '0')}Z`);
  return Number.isNaN(milliseconds) ? null : { milliseconds, zone };
}

/** Minutes east of UTC; null if nothing decides. `other` is the offset at the job's other time. */
function offsetOf(wall: WallTime, evident: () => number | null, other: number | null): number | null {
  const meanings = zoneMeanings(wall.zone);
  const [only, another] = meanings;
  if (only !== undefined && another === undefined) return only.offset;
  const local = meanings.find((meaning) => isLocal(wall, meaning));
  if (local !== undefined) return local.offset;
  const offset = other ?? evident();
  if (offset === null || meanings.length === 0) return offset;
  // Daylight saving time may have begun or ended between the two times.
  const tolerance = other === null ? 0 : 60;
  return meanings.find((meaning) => Math.abs(meaning.offset - offset) <= tolerance)?.offset ?? null;
}

/** Whether this machine's zone has that name and offset at that time. */
function isLocal(wall: WallTime, { offset, zones }: ZoneMeaning): boolean {
  const there = wall.milliseconds - offset * MINUTE;
  if (new Date(there).getTimezoneOffset() !== -offset) return false;
  return zones?.test(Intl.DateTimeFormat().resolvedOptions().timeZone) ?? true;
}

/** The offset between the time of finishing in the manifest and the time at which the file was written. */
function evidence(finished: WallTime | null, writtenAt: number | null): number | null {
  if (finished === null || writtenAt === null) return null;
  const offset = Math.round((finished.milliseconds - writtenAt) / MINUTE / QUARTER) * QUARTER;
  return offset >= MIN_OFFSET && offset <= MAX_OFFSET ? offset : null;
}

function instant(wall: WallTime | null, offset: number | null): number | null {
  return wall === null || offset === null ? null : wall.milliseconds - offset * MINUTE;
}

/** Null if it would be negative, because the clock was set back in between. */
function durationOf(
  created: WallTime | null,
  finished: WallTime | null,
  createdAt: number | null,
  finishedAt: number | null,
): number | null {
  if (created === null || finished === null) return null;
  const areWall = (createdAt === null || finishedAt === null) && created.zone === finished.zone;
  const duration = areWall
    ? finished.milliseconds - created.milliseconds
    : (finishedAt ?? Number.NaN) - (createdAt ?? Number.NaN);
  return duration >= 0 ? duration : null;
}

/** ISO 8601 in UTC, with a fraction only if there is one. */
export function isoText(milliseconds: number | null): string | null {
  if (milliseconds === null) return null;
  const text = new Date(milliseconds).toISOString();
  return milliseconds % 1000 === 0 ? `${text.slice(0, -5)}Z` : text;
}
