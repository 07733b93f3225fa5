import type { TypedEntry, TypedValue } from '../datastore/typed-value.ts';
import { shortFloat } from './cell-text.ts';
import { visible } from './control-characters.ts';
import { floatValueText, jsonText } from './json.ts';
import type { Widths } from './width.ts';

const MORE = '…';

/** Longer than that, a dict is not written out: no terminal is as wide. */
const LONGEST = 400;

/** How much of a dict is shown. */
export interface DictRoom {
  /** In cells; without it, as much as any terminal has. */
  readonly cells?: number;
  readonly widths?: Widths;
  /** Every digit and every member: null where that cannot be. */
  readonly full?: boolean;
}

/**
 * A dict for people on a terminal, in one line: `label=frog score=0.52 …`. What is no scalar, and what does not fit, is
 * left to the `…` at the end. Null for what is no dict with names as keys, or has no scalar.
 */
export function dictText(value: TypedValue, { cells, widths, full = false }: DictRoom = {}): string | null {
  if (value.type !== 'MAP') return null;
  const members: string[] = [];
  let isWhole = true;
  let length = 0;
  for (const { key, value: inner } of value.value) {
    if (key.type !== 'STRING') return null;
    const member = memberText(key.value, inner, full);
    if (member === null) isWhole = false;
    else if (full || length <= LONGEST) {
      members.push(member);
      length += member.length;
    } else isWhole = false;
    if (full && !isWhole) return null;
  }
  const [first, ...rest] = members;
  if (first === undefined) return null;
  if (cells !== undefined && widths !== undefined) return fitted(first, rest, isWhole, cells, widths);
  return isWhole ? members.join(' ') : `${members.join(' ')} ${MORE}`;
}

function fitted(first: string, rest: readonly string[], isWhole: boolean, cells: number, widths: Widths): string {
  let line = first;
  for (const [index, member] of rest.entries()) {
    const longer = `${line} ${member}`;
    const isLast = index === rest.length - 1;
    const needed = isLast && isWhole ? longer : `${longer} ${MORE}`;
    if (widths.cells(needed, cells) > cells) return widths.truncate(`${line} ${MORE}`, cells);
    line = longer;
  }
  return widths.truncate(isWhole ? line : `${line} ${MORE}`, cells);
}

/** `name=value`; null for a value that is no scalar. */
function memberText(name: string, value: TypedEntry['value'], full: boolean): string | null {
  const text = scalarText(value, full);
  return text === null ? null : `${quotedWhereNeeded(name)}=${text}`;
}

/** Whether a dict has nothing but scalars in it. */
export function areScalars(value: TypedValue): boolean {
  return value.type === 'MAP' && value.value.every(({ value: inner }) => !COMPOSITE.has(inner.type));
}

const COMPOSITE: ReadonlySet<TypedValue['type']> = new Set(['BYTES', 'LIST', 'TUPLE', 'MAP', 'OBJECT']);

function scalarText(value: TypedValue, full: boolean): string | null {
  if (COMPOSITE.has(value.type)) return null;
  switch (value.type) {
    case 'STRING':
      return quotedWhereNeeded(value.value);
    case 'FLOAT16':
    case 'FLOAT32':
    case 'FLOAT64':
      return full ? floatValueText(value) : shortFloat(value.value);
    default:
      return jsonText(value);
  }
}

/** In quotes where blanks or signs of this notation would make a text look like several members, or like none. */
function quotedWhereNeeded(text: string): string {
  return visible(/^[^\s="…]+$/.test(text) ? text : JSON.stringify(text));
}
