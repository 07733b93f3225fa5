import { execFileSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { beforeAll, describe, expect, it } from 'vitest';
import { BOMBS } from '../pickle/bombs.ts';
import { LARGEST, MEMORY_BOMBS } from '../pickle/memory-bombs.ts';
import { NESTED_BOMBS } from '../pickle/nested-bombs.ts';
import { temporaryFolder } from '../support/stores.ts';

const MIB = 2 ** 20;
const ALL = [...NESTED_BOMBS, ...BOMBS, ...MEMORY_BOMBS, ...LARGEST];

let folder: string;
let program: string;
beforeAll(async () => {
  folder = mkdtempSync(join(await temporaryFolder(), 'unpickle-'));
  program = join(folder, 'unpickle-one.cjs');
  const entry = fileURLToPath(new URL('unpickle-one.ts', import.meta.url));
  await build({ entryPoints: [entry], outfile: program, bundle: true, platform: 'node', format: 'cjs' });
});

interface Result {
  readonly grown: number;
  readonly milliseconds: number;
  readonly outcome: string;
}

describe('a pickle that needs too much is refused in time, and its process grows by no more than 64 MiB:', () => {
  it.each(ALL)('$name', { timeout: 60_000 }, ({ bytes, outcome: expected }) => {
    const file = join(folder, 'pickle');
    writeFileSync(file, bytes());
    const said = execFileSync(process.execPath, [program, file], { encoding: 'utf8', maxBuffer: 2 ** 30 });
    const { grown, milliseconds, outcome } = JSON.parse(said) as Result;
    if ('json' in expected) expect(outcome).toBe(expected.json);
    else expect(outcome.slice(0, 1000)).toMatch(expected.reason);
    // Processor time, as the machine may be busy.
    expect(milliseconds).toBeLessThan(5000);
    expect(grown / MIB).toBeLessThan(64);
  });
});
