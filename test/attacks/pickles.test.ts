import { execFileSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { beforeAll, describe, expect, it } from 'vitest';
import { BOMBS } from '../pickle/bombs.ts';
import { LARGEST, MEMORY_BOMBS } from '../pickle/memory-bombs.ts';
import { outcomeOf } from '../pickle/outcome.ts';
import { temporaryFolder } from '../support/stores.ts';

const MIB = 2 ** 20;
const ALL = [...BOMBS, ...MEMORY_BOMBS, ...LARGEST];

let folder: string;
let program: string;
beforeAll(async () => {
  folder = mkdtempSync(join(await temporaryFolder(), 'unpickle-'));
  program = join(folder, 'unpickle-one.cjs');
  const entry = fileURLToPath(new URL('unpickle-one.ts', import.meta.url));
  await build({ entryPoints: [entry], outfile: program, bundle: true, platform: 'node', format: 'cjs' });
});

describe('the process grows by no more than 64 MiB for', () => {
  it.each(ALL)('$name', ({ bytes }) => {
    const file = join(folder, 'pickle');
    writeFileSync(file, bytes());
    const growth = Number(execFileSync(process.execPath, [program, file], { encoding: 'utf8' }));
    expect(growth / MIB).toBeLessThan(64);
  });
});

describe('a pickle that needs too much is refused in time:', () => {
  it.each(ALL)('$name', { timeout: 60_000 }, (attack) => {
    const pickled = attack.bytes();
    const began = process.cpuUsage();
    const outcome = outcomeOf({ ...attack, bytes: () => pickled });
    if ('json' in attack.outcome) expect(outcome).toBe(attack.outcome.json);
    else expect(outcome.slice(0, 1000)).toMatch(attack.outcome.reason);
    // Processor time, as the machine may be busy.
    expect(process.cpuUsage(began).user).toBeLessThan(5_000_000);
  });
});
