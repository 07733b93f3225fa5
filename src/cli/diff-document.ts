import type { TypedRow } from '../datastore/typed-value.ts';
import type { RowChange } from '../job/diff/changes.ts';
import { visibleJson } from '../render/control-characters.ts';
import { jsonRow } from '../render/json.ts';
import { indentJson } from '../render/pretty-json.ts';
import { typedJsonRow } from '../render/typed-json.ts';
import { changesJson } from './change-json.ts';
import { changeRecord } from './diff-records.ts';

/** How to print a JSON document whose last key holds rows. */
export interface DocumentStyle {
  readonly typed: boolean;
  readonly isTerminal: boolean;
}

/** Everything before the rows: an object left open, ending with the opened list of rows if it has one. */
export function documentHead(record: TypedRow, hasRows: boolean, { typed, isTerminal }: DocumentStyle): string {
  const text = indentJson(typed ? typedJsonRow(record) : jsonRow(record));
  const open = record.size === 0 ? '{' : text.slice(0, -'\n}'.length);
  const rows = hasRows ? `${record.size === 0 ? '' : ','}\n  "rows": [` : '';
  return (isTerminal ? visibleJson(open) : open) + rows;
}

/** Rows, one per line; `index` is the number of rows before them. */
export function documentRows(
  changes: readonly RowChange[],
  index: number,
  { typed, isTerminal }: DocumentStyle,
): string {
  const texts = typed ? changes.map((change) => typedJsonRow(changeRecord(change))) : changesJson(changes);
  const text = `${index === 0 ? '' : ','}\n    ${texts.join(',\n    ')}`;
  return isTerminal ? visibleJson(text) : text;
}

export function documentEnd(hasRows: boolean, isEmpty: boolean): string {
  if (!hasRows) return '\n}\n';
  return `${isEmpty ? '' : '\n  '}]\n}\n`;
}
