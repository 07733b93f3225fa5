import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type Loaded, loadedFiles } from '../support/loaded.ts';

// A user waits for each TAB, so a completion loads as little as possible.

const META = JSON.parse(readFileSync(new URL('../../dist/meta.json', import.meta.url), 'utf8')) as {
  readonly outputs: Readonly<Record<string, { readonly inputs: Readonly<Record<string, unknown>> }>>;
};

/** The modules that a completion of these words loads; it has to offer something. */
async function loadedBy(...words: readonly string[]): Promise<Loaded> {
  const loaded = await loadedFiles(['__complete', 'zsh', '--', ...words]);
  expect(loaded.stdout.split('\n').length).toBeGreaterThan(2);
  return loaded;
}

/** Expensive parts of Node, such as the loader of ES modules and streams, which Node does not load by itself. */
const DEAR = ['child_process', 'crypto', 'http', 'net', 'stream', 'tty', 'zlib'];

describe('what a completion loads', () => {
  it.each([
    ['commands', ['']],
    ['flags', ['list', '--']],
    ['jobs', ['info', 'qsr']],
    ['tables', ['rows', 'qsrg', '']],
    ['projects', ['list', '-p', '']],
    ['models', ['create', '-m', '']],
  ])('is one file for %s, and no expensive part of Node', async (_what, words) => {
    const { files, builtins } = await loadedBy(...words);
    expect(files).toEqual(['swjob.js', 'complete.cjs']);
    expect(builtins.filter((name) => DEAR.includes(name))).toEqual([]);
  });

  it('also includes the unpacking of blocks for columns and metrics', async () => {
    for (const words of [
      ['rows', 'qsrg', 'labels', '--columns', ''],
      ['list', '--metric', ''],
    ]) {
      const { files, builtins } = await loadedBy(...words);
      expect(files).toEqual(['swjob.js', 'complete.cjs']);
      expect(builtins.filter((name) => DEAR.includes(name))).toEqual(['stream', 'zlib']);
    }
  });

  it('includes neither commands, nor the client of servers, nor any library', () => {
    const sources = Object.keys(META.outputs['dist/complete.cjs']?.inputs ?? {});
    const libraries = sources.flatMap((source) => /^node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(source)?.[1] ?? []);
    expect(libraries).toEqual([]);
    expect(sources.filter((source) => /src\/(?:cli\/(?:commands|syntax)|render\/table|server)\//.test(source))).toEqual(
      [],
    );
  });
});
