import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { searchTables } from '../../src/standalone/table-search.ts';
import { withFailing } from '../support/failing-fs.ts';
import { temporaryFolder } from '../support/stores.ts';

let path: string;
beforeAll(async () => {
  path = join(mkdtempSync(join(await temporaryFolder(), 'manifest-')), 'manifest.json');
});

/** What Python's `json.dumps` writes, as the client calls it. */
function dumped(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(dumped).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).map(([key, inner]) => `${dumped(key)}: ${dumped(inner)}`);
    return `{${entries.join(', ')}}`;
  }
  const escaped = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return JSON.stringify(value).replace(/[\u007f-\uffff]/g, escaped);
}

const table = (name: string, dir = 'ab/cd') => ({ name, dir, created_at: 1_795_423_286_141 });
const manifestOf = (...names: readonly string[]) =>
  dumped({ version: '0.1', tables: names.map((name, index) => table(name, `t/${index}`)) });

function found(text: string, prefix = 'p/', windowBytes?: number): [string, string][] | null {
  writeFileSync(path, text);
  const dirs = searchTables(path, prefix, windowBytes);
  return dirs && [...dirs];
}

describe('searchTables', () => {
  it('returns the tables below a prefix, by the rest of the name, the first of two with the same name', () => {
    expect(found(manifestOf('p/a', 'q/a', 'p', 'p/', 'p/b/c', 'p/a'))).toEqual([
      ['a', 't/0'],
      ['', 't/3'],
      ['b/c', 't/4'],
    ]);
    expect(found(manifestOf('p/a'), 'nothing')).toEqual([]);
    expect(found(manifestOf('p/a'), '')).toEqual([['p/a', 't/0']]);
  });

  it('finds what a parser finds, wherever its window ends', () => {
    const letter = fc.constantFrom(...'pq/"\\\n é🙂\u0000\u2028a{}],');
    const name = fc.oneof(
      fc.array(letter, { maxLength: 12 }).map((letters) => letters.join('')),
      fc.constantFrom('p/', 'p/a', 'p/é'),
    );
    const names = fc.array(name, { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(
        names,
        fc.constantFrom('p/', '', 'p/é', 'q'),
        fc.integer({ min: 150, max: 700 }),
        (all, prefix, size) => {
          const expected = new Map<string, string>();
          for (const [index, one] of all.entries()) {
            const rest = one.slice(prefix.length);
            if (one.startsWith(prefix) && !expected.has(rest)) expected.set(rest, `t/${index}`);
          }
          expect(found(manifestOf(...all), prefix, size)).toEqual([...expected]);
        },
      ),
      { numRuns: 500 },
    );
  });

  it.each([
    ['no tables', dumped({ version: '0.1', tables: [] })],
    ['another version', dumped({ version: '0.2', tables: [table('p/a')] })],
    ['without spaces', JSON.stringify({ version: '0.1', tables: [table('p/a')] })],
    ['a table without a dir', dumped({ version: '0.1', tables: [{ name: 'p/a' }] })],
    ['another order', dumped({ version: '0.1', tables: [{ dir: 'x', name: 'p/a', created_at: 1 }] })],
    ['a number of another kind', dumped({ version: '0.1', tables: [{ ...table('p/a'), created_at: 1.5 }] })],
    ['characters that are not escaped', manifestOf('p/\\u00e9').replaceAll('\\\\u00e9', 'é')],
    ['an escape that JSON does not have', manifestOf('p/xx').replace('xx', '\\x')],
    ['an escape in a dir', dumped({ version: '0.1', tables: [table('p/a', 'a"b')] })],
    ['something behind the end', `${manifestOf('p/a')}\n`],
    ['an end that is cut off', manifestOf('p/a', 'p/b').slice(0, -30)],
    ['an end that is cut off between tables', manifestOf('p/a', 'p/b').replace(/, \{"name": "p\/b.*/, '')],
    ['a name that is longer than the window', manifestOf('p/a', `p/${'x'.repeat(1000)}`)],
    ['nothing', ''],
    ['a zero', '\0'],
  ])('leaves a manifest to a parser that has %s', (_what, text) => {
    expect(found(text, 'p/', 400)).toBeNull();
  });

  it('says nothing of a file that is not there', () => {
    expect(searchTables(`${path}.none`, 'p/')).toBeNull();
  });

  it('leaves a manifest to a parser if it cannot be read, as on NFS when a writer replaces it', async () => {
    const text = manifestOf('p/a');
    expect(await withFailing('readSync', [() => true, 'ESTALE'], () => found(text))).toBeNull();
    expect(found(text)).toEqual([['a', 't/0']]);
  });
});
