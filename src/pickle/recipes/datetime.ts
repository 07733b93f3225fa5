import type { TypedValue } from '../../datastore/typed-value.ts';
import { SIZE } from '../limits.ts';
import { fullNameOf } from '../names.ts';
import { textValue } from '../object.ts';
import { bytesOf, integerOf, type Part, textOf } from '../part.ts';
import type { Recipe, Recipes } from '../recipe.ts';
import { decimal } from './numpy-time.ts';

/** Python's dates and times, as their `isoformat` prints them. */
export const DATETIME_RECIPES: Recipes = {
  'datetime.datetime': (made, values) => {
    const [state, zone] = made.args;
    const bytes = bytesOf(state);
    if (bytes?.length !== 10) return undefined;
    const suffix = zoneText(zone);
    return suffix === undefined ? undefined : textValue(`${date(bytes)}T${time(bytes, 4)}${suffix}`, values);
  },
  'datetime.date': ({ args: [state] }, values) => {
    const bytes = bytesOf(state);
    return bytes?.length === 4 ? textValue(date(bytes), values) : undefined;
  },
  'datetime.time': ({ args: [state, zone] }, values) => {
    const bytes = bytesOf(state);
    if (bytes?.length !== 6) return undefined;
    const suffix = zoneText(zone);
    return suffix === undefined ? undefined : textValue(time(bytes, 0) + suffix, values);
  },
  'datetime.timedelta': (made, values) => {
    const microseconds = microsecondsOf(made);
    if (microseconds === undefined) return undefined;
    values.count(1, SIZE.node + SIZE.double);
    return { type: 'FLOAT64', value: decimal(microseconds, 6) };
  },
  'datetime.timezone': zoneValue,
  'zoneinfo.ZoneInfo._unpickle': zoneValue,
  'pytz._p': zoneValue,
  'pytz._UTC': zoneValue,
};

/** Year, month and day; the highest bit of the month tells two equal times apart when clocks go back. */
function date(bytes: Uint8Array): string {
  const [high = 0, low = 0, month = 0, day = 0] = bytes;
  return `${String(high * 256 + low).padStart(4, '0')}-${two(month & 0x7f)}-${two(day)}`;
}

function time(bytes: Uint8Array, at: number): string {
  const [hour = 0, minute = 0, second = 0, high = 0, middle = 0, low = 0] = bytes.subarray(at);
  const microsecond = high * 65_536 + middle * 256 + low;
  const fraction = microsecond === 0 ? '' : `.${String(microsecond).padStart(6, '0')}`;
  return `${two(hour & 0x7f)}:${two(minute)}:${two(second)}${fraction}`;
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}

function microsecondsOf(part: Part | undefined): bigint | undefined {
  if (nameOfCallable(part) !== 'datetime.timedelta' || part?.type !== 'MADE') return undefined;
  const [days = 0, seconds = 0, microseconds = 0] = part.args.slice(0, 3).map(integerOf);
  return (BigInt(days) * 86_400n + BigInt(seconds)) * 1_000_000n + BigInt(microseconds);
}

function nameOfCallable(part: Part | undefined): string | undefined {
  return part?.type === 'MADE' && part.callable.type === 'NAME' ? fullNameOf(part.callable) : undefined;
}

/** What follows a time of this zone: its offset if that is fixed, else its name in brackets. */
function zoneText(zone: Part | undefined): string | undefined {
  if (zone === undefined || zone.type === 'UNKNOWN') return '';
  if (zone.type === 'NAME') return fullNameOf(zone) === 'datetime.timezone.utc' ? '+00:00' : undefined;
  if (zone.type !== 'MADE') return undefined;
  const [first] = zone.args;
  switch (nameOfCallable(zone)) {
    case 'datetime.timezone': {
      const offset = microsecondsOf(first);
      return offset === undefined ? undefined : offsetText(offset);
    }
    case 'pytz._UTC':
    case 'dateutil.tz.tz.tzutc':
      return '+00:00';
    case 'zoneinfo.ZoneInfo._unpickle':
    case 'pytz._p': {
      const name = textOf(first);
      return name === undefined ? undefined : name === 'UTC' ? '+00:00' : `[${name}]`;
    }
    default:
      return undefined;
  }
}

function offsetText(microseconds: bigint): string {
  const size = microseconds < 0n ? -microseconds : microseconds;
  const seconds = Number(size / 1_000_000n);
  const rest = size % 1_000_000n;
  const clock = `${two(Math.trunc(seconds / 3600))}:${two(Math.trunc(seconds / 60) % 60)}`;
  const fraction = rest === 0n ? '' : `.${String(rest).padStart(6, '0')}`;
  const small = seconds % 60 === 0 && rest === 0n ? '' : `:${two(seconds % 60)}${fraction}`;
  return `${microseconds < 0n ? '-' : '+'}${clock}${small}`;
}

/** A zone by itself: its offset or name. */
function zoneValue(...[made, values]: Parameters<Recipe>): TypedValue | undefined {
  const text = zoneText(made);
  return text === undefined ? undefined : textValue(text.replace(/^\[(.*)\]$/, '$1'), values);
}
