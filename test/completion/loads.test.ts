import { mkdtempSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { storeEnv, swjobProcess } from '../support/cli.ts';
import { temporaryFolder, unpackStore } from '../support/stores.ts';

// Somebody waits for each TAB: what a completion loads is as little as it needs.

const HOOK = fileURLToPath(new URL('loaded-files.cjs', import.meta.url));
const META = JSON.parse(readFileSync(new URL('../../dist/meta.json', import.meta.url), 'utf8')) as {
  readonly outputs: Readonly<Record<string, { readonly inputs: Readonly<Record<string, unknown>> }>>;
};

interface Loaded {
  readonly files: readonly string[];
  /** Parts of Node, as it calls them. */
  readonly builtins: readonly string[];
}

async function loadedBy(...words: readonly string[]): Promise<Loaded> {
  const log = join(mkdtempSync(join(await temporaryFolder(), 'loads-')), 'modules');
  const env = { ...storeEnv(await unpackStore('real')), MODULE_LOG: log };
  const ended = await swjobProcess(['__complete', 'zsh', '--', ...words], { env, nodeArgs: ['--require', HOOK] });
  expect({ ...ended, stdout: ended.stdout.split('\n').length > 2 }).toEqual({ status: 0, stderr: '', stdout: true });
  const { files, builtins } = JSON.parse(readFileSync(log, 'utf8')) as Loaded;
  return {
    files: files.map((file) => basename(file)).filter((name) => name !== basename(HOOK)),
    builtins: builtins.filter((name) => /^NativeModule (?!internal\/)/.test(name)).map((name) => name.slice(13)),
  };
}

/** What the loader of ES modules, streams and the like stand for: none of these is there in a bare Node. */
const DEAR = ['child_process', 'crypto', 'http', 'net', 'stream', 'tty', 'zlib'];

describe('what a completion loads', () => {
  it.each([
    ['commands', ['']],
    ['flags', ['list', '--']],
    ['jobs', ['info', 'qsr']],
    ['tables', ['rows', 'qsrg', '']],
    ['projects', ['list', '-p', '']],
    ['models', ['create', '-m', '']],
  ])('is one file for %s, and nothing dear of Node', async (_what, words) => {
    const { files, builtins } = await loadedBy(...words);
    expect(files).toEqual(['swjob.js', 'complete.cjs']);
    expect(builtins.filter((name) => DEAR.includes(name))).toEqual([]);
  });

  it('is what unpacks blocks besides for columns and metrics', async () => {
    for (const words of [
      ['rows', 'qsrg', 'labels', '--columns', ''],
      ['list', '--metric', ''],
    ]) {
      const { files, builtins } = await loadedBy(...words);
      expect(files).toEqual(['swjob.js', 'complete.cjs']);
      expect(builtins.filter((name) => DEAR.includes(name))).toEqual(['stream', 'zlib']);
    }
  });

  it('has neither the commands in it, nor what talks to servers, nor any library', () => {
    const sources = Object.keys(META.outputs['dist/complete.cjs']?.inputs ?? {});
    const libraries = sources.flatMap((source) => /^node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(source)?.[1] ?? []);
    expect(libraries).toEqual([]);
    expect(sources.filter((source) => /src\/(?:cli\/(?:commands|syntax)|render\/table|server)\//.test(source))).toEqual(
      [],
    );
  });
});
