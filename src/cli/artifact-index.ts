import { delimitedCell, delimitedLine } from '../render/delimited.ts';

/** One artifact of the exported records: where it was saved, or why it was not. */
export interface IndexEntry {
  /** Relative to the folder; '' if nothing was saved. */
  readonly file: string;
  readonly key: string;
  readonly column: string;
  readonly mimeType: string;
  readonly bytes: number | null;
  readonly error: string;
}

export const INDEX_FILE = 'index.csv';

const HEADER = ['file', 'key', 'column', 'mime_type', 'bytes', 'error'];

/** The content of `index.csv`. */
export function indexText(entries: readonly IndexEntry[]): string {
  const lines = entries.map(({ file, key, column, mimeType, bytes, error }) => [
    file,
    key,
    column,
    mimeType,
    bytes === null ? '' : String(bytes),
    error,
  ]);
  return [HEADER, ...lines]
    .map(
      (cells) =>
        `${delimitedLine(
          'csv',
          cells.map((cell) => delimitedCell('csv', cell)),
        )}\n`,
    )
    .join('');
}
