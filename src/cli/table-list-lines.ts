import { isSwjobError } from '../errors.ts';
import type { JobSource } from '../job/instance.ts';
import type { Palette } from '../render/color.ts';
import { visible } from '../render/control-characters.ts';
import { widthsFor } from '../render/width.ts';

/** A job may have a table for each of a thousand labels. */
const MAX_TABLES = 12;

/** The tables of a job, at the end of `info`, with the command that prints one. */
export async function tableListLines(
  names: readonly string[],
  job: string,
  { palette, width, full }: { readonly palette: Palette; readonly width: number; readonly full: boolean },
): Promise<readonly string[]> {
  if (names.length === 0) return [];
  const shown = full || names.length <= MAX_TABLES + 1 ? names : names.slice(0, MAX_TABLES);
  const texts = shown.map((name) => (name === '' ? '""' : visible(name)));
  const widths = await widthsFor(texts);
  const lines = texts.map((text) => (full ? text : widths.truncate(text, width)));
  const more = names.length - shown.length;
  if (more > 0) lines.push(palette.dim(widths.truncate(`… ${more} more: swjob tables ${job}`, width)));
  const hint = `swjob rows ${job} TABLE shows one`;
  const heading =
    `Tables (${hint})`.length <= width
      ? palette.heading('Tables') + palette.dim(` (${hint})`)
      : palette.heading('Tables');
  return ['', heading, ...lines];
}

/** The names of the tables; none if they cannot be read, so that the rest of the job is still shown. */
export async function readableTables(source: JobSource): Promise<readonly string[]> {
  try {
    return await source.tables();
  } catch (error) {
    if (!isSwjobError(error)) throw error;
    return [];
  }
}
