import { mkdtempSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { storeEnv, swjobProcess } from '../support/cli.ts';
import { temporaryFolder, unpackStore } from '../support/stores.ts';

// Somebody waits for each TAB: what a completion loads is as little as it needs.

const HOOK = new URL('../cli/loaded-modules.js', import.meta.url).href;
const DIST = new URL('../../dist/', import.meta.url);
const META = JSON.parse(readFileSync(new URL('meta.json', DIST), 'utf8')) as {
  readonly outputs: Readonly<Record<string, { readonly inputs: Readonly<Record<string, unknown>> }>>;
};

async function loadedBy(...words: readonly string[]): Promise<readonly string[]> {
  const log = join(mkdtempSync(join(await temporaryFolder(), 'loads-')), 'modules');
  const env = { ...storeEnv(await unpackStore('real')), MODULE_LOG: log };
  const ended = await swjobProcess(['__complete', 'zsh', '--', ...words], { env, nodeArgs: ['--import', HOOK] });
  expect({ ...ended, stdout: ended.stdout.split('\n').length > 2 }).toEqual({ status: 0, stderr: '', stdout: true });
  const parts = readFileSync(log, 'utf8').match(/dist\/[\w.-]+\.js/g) ?? [];
  return parts.flatMap((part) => Object.keys(META.outputs[part]?.inputs ?? {}));
}

function libraries(sources: readonly string[]): readonly string[] {
  return [...new Set(sources.flatMap((source) => /^node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(source)?.[1] ?? []))];
}

describe('what a completion loads', () => {
  it('is the syntax alone for commands and flags', async () => {
    for (const words of [[''], ['list', '--']]) {
      const sources = await loadedBy(...words);
      expect(libraries(sources)).toEqual(['commander']);
      expect(sources.filter((source) => /src\/(?:config|standalone|uri|server)\//.test(source))).toEqual([]);
    }
  });

  it('is no more of a store than what lists jobs and tables, and no library', async () => {
    for (const words of [
      ['info', ''],
      ['rows', 'qsrg', ''],
      ['list', '-p', ''],
    ]) {
      const sources = await loadedBy(...words);
      expect(libraries(sources)).toEqual(['commander']);
      expect(sources.filter((source) => /src\/(?:server|create|engine|expression)\//.test(source))).toEqual([]);
    }
  });
});
