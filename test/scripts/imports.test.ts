import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';

// Compares CONTRIBUTING.md's table of folders with what the sources import, including types and lazy imports.

const ROOT = new URL('../..', import.meta.url).pathname;
/** The kernel is AssemblyScript: a build of its own. */
const FILES = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' })
  .map((name) => `src/${name.replaceAll('\\', '/')}`)
  .filter((file) => /(?<!\.d)\.ts$/.test(file) && !file.includes('kernel/assembly/'));

const IMPORTS: ReadonlyMap<string, readonly string[]> = new Map(
  FILES.map((file) => {
    const source = readFileSync(join(ROOT, file), 'utf8');
    const found = source.matchAll(/(?:\bfrom|\bimport)\s*\(?\s*'(\.[^']+\.ts)'/g);
    return [file, Array.from(found, ([, path = '']) => join(dirname(file), path))];
  }),
);

interface Folder {
  readonly paths: readonly string[];
  /** Whether it may import a file. */
  readonly mayImport: (file: string) => boolean;
}

const inside = (paths: readonly string[], file: string) => paths.some((path) => file.startsWith(path));
const quoted = (cell = '') => Array.from(cell.matchAll(/`([^`]+)`/g), ([, name = '']) => name);

function foldersOf(table: string): readonly Folder[] {
  const rows = table.split('\n').flatMap((line) => (line.startsWith('| `src/') ? [line.split(' | ')] : []));
  const forAll = rows.flatMap(([first, , last = '']) => (last.includes('imported by all') ? quoted(first) : []));
  return rows.map(([first, , last = '']) => {
    const paths = quoted(first);
    const named = quoted(last).map((name) => `src/${name}`);
    const allBut = last.includes('all but');
    const mayImport = (file: string) => inside([...paths, ...forAll], file) || allBut !== inside(named, file);
    return { paths, mayImport };
  });
}

const FOLDERS = foldersOf(readFileSync(join(ROOT, 'CONTRIBUTING.md'), 'utf8'));

it('follows the table in CONTRIBUTING.md', () => {
  const unlisted = FILES.filter((file) => FOLDERS.filter(({ paths }) => inside(paths, file)).length !== 1);
  expect(unlisted, 'files that no row of the table holds').toEqual([]);
  const wrong = Array.from(IMPORTS).flatMap(([file, imported]) => {
    const folder = FOLDERS.find(({ paths }) => inside(paths, file));
    return imported.filter((other) => folder?.mayImport(other) !== true).map((other) => `${file} → ${other}`);
  });
  expect(wrong).toEqual([]);
});

it('has no cycles', () => {
  const left = new Map(IMPORTS);
  // A file that imports no remaining file, or is imported by none, is in no cycle.
  for (let before = Number.NaN; before !== left.size; ) {
    before = left.size;
    for (const [file, imported] of left) if (!imported.some((other) => left.has(other))) left.delete(file);
    const wanted = new Set(Array.from(left.values()).flat());
    for (const file of left.keys()) if (!wanted.has(file)) left.delete(file);
  }
  const circle = Array.from(left, ([file, imported]) => `${file} → ${imported.filter((other) => left.has(other))}`);
  expect(circle).toEqual([]);
});

it('is found in most files', () => {
  expect(Array.from(IMPORTS.values()).flat().length).toBeGreaterThan(2 * FILES.length);
});
