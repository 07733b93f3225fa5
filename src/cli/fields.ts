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

/** What decides on paths into fields: the records at hand, and paths that are known without them. */
export interface FieldPaths {
  readonly rows?: readonly TypedRow[];
  readonly paths?: ReadonlySet<string>;
}

/** Refuses fields that a record does not have, telling those that it has. */
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

/** The row cut down to these fields or paths into them, in their order; those that it lacks stay absent. */
export function pick(row: TypedRow, fields: readonly string[]): TypedRow {
  const picked = new Map<string, TypedValue>();
  for (const name of fields) {
    const value = fieldValue(row, name);
    if (value !== undefined) picked.set(name, value);
  }
  return picked;
}

/** Name and value for people. */
export async function fieldPanel(
  record: TypedRow,
  palette: Palette,
  width: number,
  full: boolean,
): Promise<readonly string[]> {
  return panelLines(panelEntries(record, full), palette, width);
}

/** A line for each of these values. */
export function panelEntries(values: Iterable<readonly [string, TypedValue]>, full: boolean): PanelEntry[] {
  return Array.from(values, ([name, value]) => ({
    name,
    text: panelText(value, full),
    isNumber: isNumberType(value.type),
  }));
}

/** What to say of a panel of these values, null where all of them are whole. */
export function abbreviationHint(values: Iterable<TypedValue>): string | null {
  for (const value of values) {
    if (isAbbreviated(value, displayText(value))) return 'Long values are abbreviated: --no-truncate shows them whole.';
  }
  return null;
}

/** A value for a panel, which shows a text of several lines as such. */
function panelText(value: TypedValue, full: boolean): string {
  return value.type === 'STRING' ? value.value : displayText(value, { full });
}

/** Name and value, a line each. */
export async function fieldLines(record: TypedRow): Promise<readonly string[]> {
  return Array.from(record, ([name, value]) => `${pipedCell(name)}\t${pipedCell(plainText(value))}`);
}
