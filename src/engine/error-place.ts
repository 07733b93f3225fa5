import { type Dirent, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { readTextFile } from '../standalone/regular-file.ts';

/** Where an error was raised, according to a traceback. */
export interface Place {
  /** Absolute; only its beginning if the traceback's frame cut it. */
  readonly path: string;
  readonly isCut: boolean;
  readonly line: number | null;
  /** The beginning of the line's code. */
  readonly code: string;
}

/** Frames of the interpreter and of installed packages. */
const FOREIGN = /^<|[/\\](?:site|dist)-packages(?:[/\\]|$)|[/\\]lib[/\\]python\d/;
const FRAME = /^(.{1,2000}):(\d{1,9}) in [\w<>.]+$/;
const PLAIN_FRAME = /^ {2}File "([^"]{1,2000})", line (\d{1,9})/;
const CURRENT_LINE = /^❱ +(\d{1,9}) │(.*)$/;

/** Follows the lines of tracebacks, framed by rich or plain, to the last place in the user's own code. */
export class PlaceFinder {
  private place: Place | null = null;
  private isOwn = false;

  line(line: string): void {
    if (line.startsWith('╭') || line.startsWith('Traceback ')) {
      this.place = null;
      this.isOwn = false;
      return;
    }
    const [, path, number] = PLAIN_FRAME.exec(line) ?? [];
    if (path !== undefined) this.frame({ path, isCut: false, line: Number(number), code: '' });
    else if (line.startsWith('│ ') && line.endsWith('│')) this.framed(line.slice(2, -1).trimEnd());
  }

  last(): Place | null {
    return this.place;
  }

  private framed(text: string): void {
    const [, number, code = ''] = CURRENT_LINE.exec(text) ?? [];
    if (number !== undefined) {
      if (this.isOwn && this.place !== null) {
        this.place = { ...this.place, line: Number(number), code: code.replaceAll('│', ' ').trim() };
      }
      return;
    }
    if (!/^(?:\/|<|[A-Za-z]:\\)/.test(text)) return;
    const [, path, line] = FRAME.exec(text) ?? [];
    // If the cut is behind the line number, the place is still complete.
    const [, shortened, itsLine] = path === undefined ? (/^(.{1,2000}\.py):(\d{1,9}) /.exec(text) ?? []) : [];
    if (path !== undefined) this.frame({ path, isCut: false, line: Number(line), code: '' });
    else if (shortened !== undefined) this.frame({ path: shortened, isCut: false, line: Number(itsLine), code: '' });
    else this.frame({ path: text.replace(/:\d{0,9}$/, ''), isCut: true, line: null, code: '' });
  }

  private frame(place: Place): void {
    this.isOwn = !FOREIGN.test(place.path);
    if (this.isOwn) this.place = place;
  }
}

/**
 * `evaluator.py:35`, relative to the model's code if the file belongs to it. `snapshot` is the copy of that code in which
 * the engine runs the job; `sources`, the original if known, serves to complete a path that was cut.
 */
export function placeText(place: Place, snapshot: string, sources: string | null): string | null {
  const { path, isCut, line } = place;
  const inside = path.startsWith(`${snapshot}/`) ? path.slice(snapshot.length + 1) : null;
  const number = line === null ? '' : `:${line}`;
  if (!isCut) return `${inside ?? path}${number}`;
  const beginning = inside ?? (`${snapshot}/`.startsWith(path) ? '' : null);
  if (beginning === null) return `${path}…${number}`;
  const file = sources === null ? null : fileWith(sources, beginning, place);
  if (file !== null) return `${file}${number}`;
  return beginning === '' ? null : `${beginning}…${number}`;
}

const MAX_FILES = 2000;
const MAX_DEPTH = 8;
const MAX_SOURCE_BYTES = 1 << 20;

/** The Python file whose path begins like this and that has this code on this line; null unless there is exactly one. */
function fileWith(root: string, beginning: string, { line, code }: Place): string | null {
  if (line === null || code === '') return null;
  const fitting = pythonFiles(root).filter((file) => {
    if (!file.startsWith(beginning)) return false;
    const text = readSource(join(root, file));
    return text.split('\n')[line - 1]?.trim().startsWith(code) ?? false;
  });
  return fitting.length === 1 ? (fitting[0] ?? null) : null;
}

function pythonFiles(root: string): readonly string[] {
  const files: string[] = [];
  const collect = (inside: string, depth: number): void => {
    for (const entry of entriesOf(join(root, inside))) {
      const name = inside === '' ? entry.name : `${inside}/${entry.name}`;
      if (files.length >= MAX_FILES) return;
      if (entry.isFile() && name.endsWith('.py')) files.push(name);
      else if (entry.isDirectory() && depth < MAX_DEPTH) collect(name, depth + 1);
    }
  };
  collect('', 0);
  return files;
}

function entriesOf(path: string): readonly Dirent[] {
  try {
    return readdirSync(path, { withFileTypes: true });
  } catch {
    return [];
  }
}

function readSource(path: string): string {
  try {
    return readTextFile(path, MAX_SOURCE_BYTES) ?? '';
  } catch {
    return '';
  }
}
