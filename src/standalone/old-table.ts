import { isUtf8 } from 'node:buffer';
import { compareKeys } from '../datastore/keys.ts';
import { isObject, own } from '../datastore/schema.ts';
import type { DataType } from '../datastore/typed-value.ts';
import { damaged, isSwjobError } from '../errors.ts';
import type { KeyValue } from '../job/instance.ts';
import { readBlockHead } from './block-head.ts';
import { BlockLineReader } from './block-line.ts';
import { OLD_TABLE } from './old-tables.ts';
import { RecordSchemas } from './record-schema.ts';
import type { TableManifest } from './table-description.ts';

export function isOldTable(path: string): boolean {
  return path.endsWith(OLD_TABLE);
}

/** Builds a manifest from the first line. `path` has no extension after `.sw-datastore`. */
export function readOldManifest(path: string): TableManifest {
  const head = readBlockHead(path);
  if (head === null) throw damaged(`${path}: the table's file is missing, or neither .zip nor .json`);
  const end = head.indexOf(LINE_FEED);
  const { keyColumn, keyType } = headerOf(head.subarray(0, end < 0 ? head.length : end), path);
  const block = { path, minKey: undefined, maxKey: undefined, rowCount: undefined };
  return { path, keyColumn, keyType, blocks: [block], tombstones: [] };
}

function headerOf(line: Buffer, path: string): { readonly keyColumn: string; readonly keyType: DataType } {
  const header = parseHeader(line);
  const version = isObject(header) ? own(header, 'version') : undefined;
  const column = isObject(header) ? own(header, 'key_column') : undefined;
  if (version !== undefined && version !== '0.1') {
    throw damaged(`${path}: unknown table version ${JSON.stringify(version)}`, {
      hint: 'A newer swjob may read it.',
    });
  }
  const name = isObject(column) ? own(column, 'name') : undefined;
  const schema = isObject(column) ? own(column, 'type') : undefined;
  const type = isObject(schema) ? own(schema, 'type') : undefined;
  if (version === undefined || typeof name !== 'string' || typeof type !== 'string') {
    throw damaged(`${path}, line 1: not the header of a table`, { hint: 'The file was cut off or overwritten.' });
  }
  return { keyColumn: name, keyType: type as DataType };
}

function parseHeader(line: Buffer): unknown {
  try {
    return isUtf8(line) ? JSON.parse(line.toString('utf8')) : undefined;
  } catch {
    return undefined;
  }
}

const LINE_FEED = 10;

interface Line {
  readonly start: number;
  readonly end: number;
  /** The line's number in the file, counted from 1. */
  readonly number: number;
  readonly key: KeyValue | undefined;
}

/** The record lines of an old table in key order, without the header. */
export function linesInKeyOrder(content: Buffer, path: string): Buffer {
  const lines = readLines(content, path);
  const inOrder = lines.every(({ key }, index) => index === 0 || follows(key, lines[index - 1]?.key));
  // The sort is stable: an unreadable line stays after its neighbour.
  if (!inOrder) lines.sort((a, b) => (a.key === undefined || b.key === undefined ? 0 : compareKeys(a.key, b.key)));
  const ordered = Buffer.allocUnsafeSlow(lines.reduce((size, { start, end }) => size + end - start + 1, 0));
  let size = 0;
  for (const { start, end } of lines) {
    size += content.copy(ordered, size, start, end);
    ordered[size++] = LINE_FEED;
  }
  lineNumbers.set(
    ordered,
    lines.map(({ number }) => number),
  );
  return ordered;
}

function follows(key: KeyValue | undefined, before: KeyValue | undefined): boolean {
  return key === undefined || before === undefined || compareKeys(key, before) >= 0;
}

function readLines(content: Buffer, path: string): Line[] {
  const lines: Line[] = [];
  let reader: BlockLineReader | null = null;
  let key: KeyValue | undefined;
  for (let start = 0, number = 1; start < content.length; number++) {
    const found = content.indexOf(LINE_FEED, start);
    const end = found < 0 ? content.length : found;
    if (reader === null) {
      reader = new BlockLineReader(headerOf(content.subarray(start, end), path).keyColumn, new RecordSchemas());
    } else {
      // An unreadable line takes the key of the line before; whatever reads the lines later reports it.
      key = keyOf(reader, content.toString('utf8', start, end)) ?? key;
      lines.push({ start, end, number, key });
    }
    start = end + 1;
  }
  return lines;
}

function keyOf(reader: BlockLineReader, line: string): KeyValue | undefined {
  try {
    return reader.read(line).key;
  } catch (error) {
    if (isSwjobError(error)) throw error;
    return undefined;
  }
}

/** The original line numbers of sorted contents, so that messages name lines that users can look up. */
const lineNumbers = new WeakMap<Buffer, readonly number[]>();

/** The number in its file of a line in a block's content, both counted from 1. */
export function lineInFile(content: Buffer, line: number): number {
  return lineNumbers.get(content)?.[line - 1] ?? line;
}
