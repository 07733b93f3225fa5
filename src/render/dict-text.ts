import type { TypedEntry, TypedValue } from '../datastore/typed-value.ts';
import { shortFloat } from './cell-text.ts';
import { visible } from './control-characters.ts';
import { jsonText } from './json.ts';
import type { Widths } from './width.ts';

const MORE = '…';

/**
 * A dict for people on a terminal, in one line of at most so many cells: `label=frog score=0.52 …`. What is no scalar,
 * and what does not fit, is left to the `…` at the end. Null for what is no dict with names as keys, or has no scalar.
 */
export function dictText(value: TypedValue, cells: number, widths: Widths): string | null {
  if (value.type !== 'MAP') return null;
  const members: string[] = [];
  let isWhole = true;
  for (const { key, value: inner } of value.value) {
    if (key.type !== 'STRING') return null;
    const member = memberText(key.value, inner);
    if (member === null) isWhole = false;
    else members.push(member);
  }
  const [first, ...rest] = members;
  return first === undefined ? null : fitted(first, rest, isWhole, cells, widths);
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
function memberText(name: string, value: TypedEntry['value']): string | null {
  const text = scalarText(value);
  return text === null ? null : `${quotedWhereNeeded(name)}=${text}`;
}

function scalarText(value: TypedValue): string | null {
  switch (value.type) {
    case 'STRING':
      return quotedWhereNeeded(value.value);
    case 'FLOAT16':
    case 'FLOAT32':
    case 'FLOAT64':
      return shortFloat(value.value);
    case 'BYTES':
    case 'LIST':
    case 'TUPLE':
    case 'MAP':
    case 'OBJECT':
      return null;
    default:
      return jsonText(value);
  }
}

/** In quotes where blanks or signs of this notation would make a text look like several members, or like none. */
function quotedWhereNeeded(text: string): string {
  return visible(/^[^\s="…]+$/.test(text) ? text : JSON.stringify(text));
}
