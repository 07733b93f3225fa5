import { isNumberType, type TypedRow, type TypedValue } from '../datastore/typed-value.ts';
import { notFound } from '../errors.ts';
import type { NamedColumn } from '../expression/lookup.ts';
import { neighboursOf, readNamed, resolveName } from '../expression/named-value.ts';
import { displayText, isAbbreviated, plainText } from '../render/cell-text.ts';
import type { Palette } from '../render/color.ts';
import { pipedCell } from '../render/control-characters.ts';
import { type PanelEntry, panelLines } from '../render/panel.ts';
import { listName } from '../text/name-list.ts';
import { show } from '../text/show.ts';
import { meantAndKnown } from '../text/suggest.ts';
import type { Run } from './run.ts';

/** What paths into fields are checked against: the records, and paths that are valid in any record. */
export interface FieldPaths {
  readonly rows?: readonly TypedRow[];
  readonly paths?: ReadonlySet<string>;
}

/** Throws if `--fields` names a field that the records do not have; the hint lists those that they have. */
export function checkFields(run: Run, known: readonly string[], { rows, paths }: FieldPaths = {}): void {
  const columns = new Set(known);
  for (const name of run.output.fields ?? []) {
    if (columns.has(name) || paths?.has(name)) continue;
    const named = resolveName(name, (column) => columns.has(column));
    const isReached =
      rows === undefined || rows.length === 0 || rows.some((row) => fieldValue(row, name) !== undefined);
    if (named !== undefined && isReached) continue;
    const inside = rows?.flatMap((row) => neighbours(named, row)) ?? [];
    const names = inside.length > 0 ? inside : known;
    const hint = names.length === 0 ? 'There are no fields.' : meantAndKnown(name, 'The fields are', names, listName);
    throw notFound(`there is no field ${show(name)}`, hint);
  }
}

function neighbours(named: NamedColumn | undefined, row: TypedRow): readonly string[] {
  const value = named && row.get(named.column);
  return named === undefined || value === undefined ? [] : neighboursOf(named, value);
}

function fieldValue(row: TypedRow, name: string): TypedValue | undefined {
  const named = resolveName(name, (column) => row.has(column));
  return named && readNamed(named, row);
}

/** The row reduced to these fields and paths, in this order; missing ones stay absent. */
export function pick(row: TypedRow, fields: readonly string[]): TypedRow {
  const picked = new Map<string, TypedValue>();
  for (const name of fields) {
    const value = fieldValue(row, name);
    if (value !== undefined) picked.set(name, value);
  }
  return picked;
}

/** The lines of a panel of names and values, for people. */
export async function fieldPanel(
  record: TypedRow,
  palette: Palette,
  width: number,
  full: boolean,
): Promise<readonly string[]> {
  return panelLines(panelEntries(record, full), palette, width);
}

/** The entries of a panel for these values. */
export function panelEntries(values: Iterable<readonly [string, TypedValue]>, full: boolean): PanelEntry[] {
  return Array.from(values, ([name, value]) => ({
    name,
    text: panelText(value, full),
    isNumber: isNumberType(value.type),
  }));
}

/** The note about abbreviated values in a panel; null if all are shown whole. */
export function abbreviationHint(values: Iterable<TypedValue>): string | null {
  for (const value of values) {
    if (isAbbreviated(value, displayText(value))) return 'Long values are abbreviated: --no-truncate shows them whole.';
  }
  return null;
}

/** A value in a panel, where a string may have several lines. */
function panelText(value: TypedValue, full: boolean): string {
  return value.type === 'STRING' ? value.value : displayText(value, { full });
}

/** Tab-separated names and values, one per line. */
export async function fieldLines(record: TypedRow): Promise<readonly string[]> {
  return Array.from(record, ([name, value]) => `${pipedCell(name)}\t${pipedCell(plainText(value))}`);
}
