import type { TypedValue } from '../datastore/typed-value.ts';
import { shortFloat } from './cell-text.ts';

export const BETTER = '▲';
export const WORSE = '▼';

/** A value compared with that of a base. */
interface Change {
  readonly base: TypedValue | undefined;
  readonly value: TypedValue | undefined;
  readonly change: number | bigint | null;
  readonly percent: number | null;
  readonly better: boolean | null;
}

/** `▲ +0.0167 (+2.0%)`: ▲ is better and ▼ is worse, whatever the sign. */
export function changeText({ base, value, change, percent, better }: Change): string {
  if (base === undefined || value === undefined) return base === value ? '' : base === undefined ? 'new' : 'missing';
  if (change === null) return base.value === value.value || bothNaN(base, value) ? '' : 'changed';
  if (Number(change) === 0) return '';
  const mark = better === null ? '' : better ? `${BETTER} ` : `${WORSE} `;
  const amount = typeof change === 'bigint' ? String(change) : shortFloat(rounded(change));
  const share = percent === null ? '' : ` (${signed(percent.toFixed(1))}%)`;
  return `${mark}${signed(amount)}${share}`;
}

/** To three significant digits, but never before the point: counts keep every digit. */
function rounded(change: number): number {
  return Math.abs(change) < 1000 ? Number(change.toPrecision(3)) : Math.round(change);
}

function bothNaN(a: TypedValue, b: TypedValue): boolean {
  return Number.isNaN(a.value) && Number.isNaN(b.value);
}

function signed(text: string): string {
  return text.startsWith('-') ? text : `+${text}`;
}
