/** A time as users write it: a moment, or the whole day if it is only a date. Epoch milliseconds. */
export interface Moment {
  readonly from: number;
  /** The end, exclusive; the same as `from` for a moment. */
  readonly to: number;
}

export const MOMENT_ADVICE =
  'Write how long ago, such as 7d or 1h30m, a date such as 2026-11-20, or a time such as 2026-11-20T08:00:00Z.';

const UNITS: Readonly<Record<string, number>> = { w: 604_800_000, d: 86_400_000, h: 3_600_000, m: 60_000, s: 1000 };
const AGO = /^(?:\d{1,9}(?:\.\d{1,9})?[wdhms])+$/;
const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;
const TIME = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?: ?(?:Z|UTC|[+-]\d{2}:?\d{2}))?$/;

/**
 * Parses `7d` or `1h30m` (ago, counted from `now`), `2026-11-20` (that day), `2026-11-20 08:00`, `2026-11-20T08:00:00Z`.
 * Without a zone, dates and times are in that of this machine. Undefined for anything else.
 */
export function parseMoment(text: string, now: number): Moment | undefined {
  const trimmed = text.trim();
  if (AGO.test(trimmed)) {
    let past = 0;
    for (const [, amount, unit] of trimmed.matchAll(/([\d.]{1,19})([wdhms])/g))
      past += Number(amount) * (UNITS[unit ?? ''] ?? 0);
    return moment(now - past);
  }
  const [beginning, year, month, date] = DATE.exec(trimmed.slice(0, 10)) ?? [];
  const whole = day(Number(year), Number(month), Number(date));
  if (whole === undefined || beginning === trimmed) return whole;
  if (!TIME.test(trimmed)) return undefined;
  const iso = trimmed
    .replace(' ', 'T')
    .replace(/ ?(?:Z|UTC)$/, 'Z')
    .replace(/ ?([+-]\d{2}):?(\d{2})$/, '$1:$2');
  return moment(Date.parse(iso));
}

function moment(time: number): Moment | undefined {
  return Number.isNaN(time) ? undefined : { from: time, to: time };
}

function day(year: number, month: number, date: number): Moment | undefined {
  const from = new Date(year, month - 1, date);
  // The 31st of a shorter month would become a day of the next.
  if (from.getMonth() !== month - 1 || from.getDate() !== date) return undefined;
  return { from: from.getTime(), to: new Date(year, month - 1, date + 1).getTime() };
}
