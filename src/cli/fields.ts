import type { TypedRow, TypedValue } from '../datastore/typed-value.ts';
import { notFound } from '../errors.ts';
import { displayText, isAbbreviated, plainText } from '../render/cell-text.ts';
import type { Palette } from '../render/color.ts';
import { tabSeparatedCell } from '../render/control-characters.ts';
import { panelLines } from '../render/panel.ts';
import { show } from '../text/show.ts';
import { meantAndKnown } from '../text/suggest.ts';
import type { Run } from './run.ts';

/** Refuses fields that a record does not have, telling those that it has. */
export function checkFields(run: Run, known: readonly string[]): void {
  for (const name of run.output.fields ?? []) {
    if (known.includes(name)) continue;
    const hint = known.length === 0 ? 'There are no fields.' : meantAndKnown(name, 'The fields are', known);
    throw notFound(`there is no field ${show(name)}`, hint);
  }
}

/** The row cut down to these fields, in their order; fields that it lacks stay absent. */
export function pick(row: TypedRow, fields: readonly string[]): TypedRow {
  const picked = new Map<string, TypedValue>();
  for (const name of fields) {
    const value = row.get(name);
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
  const entries = Array.from(record, ([name, value]) => ({ name, text: panelText(value, full) }));
  return panelLines(entries, palette, width);
}

/** What to say of a panel of these values, null where all of them are whole. */
export function abbreviationHint(values: Iterable<TypedValue>): string | null {
  for (const value of values) {
    if (isAbbreviated(value, displayText(value))) return 'Long values are abbreviated: --no-truncate shows them whole.';
  }
  return null;
}

/** A value for a panel, which shows a text of several lines as such. */
export function panelText(value: TypedValue, full: boolean): string {
  return value.type === 'STRING' ? value.value : displayText(value, { full });
}

/** Name and value, a line each. */
export async function fieldLines(record: TypedRow): Promise<readonly string[]> {
  return Array.from(record, ([name, value]) => `${tabSeparatedCell(name)}\t${tabSeparatedCell(plainText(value))}`);
}
