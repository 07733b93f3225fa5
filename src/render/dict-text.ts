import type { TypedEntry, TypedValue } from '../datastore/typed-value.ts';
import { shortFloat } from './cell-text.ts';
import { visible } from './control-characters.ts';
import { floatValueText, jsonText } from './json.ts';
import type { Widths } from './width.ts';

const MORE = '…';

/** A dict is not written out beyond this length: no terminal is as wide. */
const MAX_LENGTH = 400;

/** How much of a dict to show. */
export interface DictRoom {
  /** The room in cells (default: that of the widest terminal). */
  readonly cells?: number;
  readonly widths?: Widths;
  /** Whether every digit and member is shown; if that is impossible, the result is null. */
  readonly full?: boolean;
}

/**
 * A dict for people on a terminal, on one line: `label=frog score=0.52 …`. The `…` stands for members that are not scalars
 * or do not fit. Null for anything but a dict whose keys are strings and that has a scalar.
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
    else if (full || length <= MAX_LENGTH) {
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

/** `name=value`; null if the value is not a scalar. */
function memberText(name: string, value: TypedEntry['value'], full: boolean): string | null {
  const text = scalarText(value, full);
  return text === null ? null : `${quotedWhereNeeded(name)}=${text}`;
}

/** Whether a value is a dict of scalars only. */
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

/** Quotes a string if spaces or the characters of this notation would make it look like several members, or none. */
function quotedWhereNeeded(text: string): string {
  return visible(/^[^\s="…]+$/.test(text) ? text : JSON.stringify(text));
}
