import { linkOf } from '../datastore/artifact.ts';
import type { TypedRow, TypedValue } from '../datastore/typed-value.ts';

/** Appended to the name of a column with artifacts, it names the column of their files' paths. */
export const PATH = '.path';

export function isArtifact(value: TypedValue): boolean {
  return value.type === 'OBJECT' && value.value.get('link')?.type === 'OBJECT';
}

/** The paths of a cell's files: a string for an artifact, a list for artifacts inside another value. */
export function pathsValue(cell: TypedValue, paths: readonly string[]): TypedValue {
  const texts = paths.map((path) => ({ type: 'STRING' as const, value: path }));
  return isArtifact(cell) && texts[0] ? texts[0] : { type: 'LIST', value: texts };
}

/** The rows as saving would yield them, but with empty paths: nothing is saved. */
export async function* withEmptyPaths(
  batches: AsyncIterable<readonly TypedRow[]>,
  shown: readonly string[] | undefined,
  leftOut: ReadonlySet<string>,
): AsyncGenerator<readonly TypedRow[]> {
  const isOut = (name: string) => !leftOut.has(name);
  for await (const batch of batches) {
    yield batch.map((row) => rowWithPaths(row, [...(shown ?? row.keys())].filter(isOut)));
  }
}

function rowWithPaths(row: TypedRow, columns: Iterable<string>): TypedRow {
  const shown = new Map<string, TypedValue>();
  for (const column of columns) {
    const cell = row.get(column);
    if (cell === undefined) continue;
    shown.set(column, cell);
    const count = countLinks(cell);
    if (count > 0 && !row.has(column + PATH)) {
      shown.set(column + PATH, pathsValue(cell, Array<string>(count).fill('')));
    }
  }
  return shown;
}

/** The number of artifacts with content inside a value. */
function countLinks(value: TypedValue): number {
  switch (value.type) {
    case 'LIST':
    case 'TUPLE':
      return countAll(value.value);
    case 'MAP':
      return countAll(value.value.map((entry) => entry.value));
    case 'OBJECT':
      if (!isArtifact(value)) return countAll(value.value.values());
      return linkOf(value) === null ? 0 : 1;
    default:
      return 0;
  }
}

function countAll(values: Iterable<TypedValue>): number {
  let count = 0;
  for (const value of values) count += countLinks(value);
  return count;
}
