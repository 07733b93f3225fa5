import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { beforeAll, describe, expect, it } from 'vitest';
import { BOMBS } from '../pickle/attack-pickles.ts';
import { outcomeOf } from '../pickle/outcome.ts';
import { temporaryFolder } from '../support/stores.ts';

const MIB = 2 ** 20;
/** A million numbers are within the limits, and take as much memory as a million numbers. */
const LARGEST = new Map([['64 MiB of floats', 128 * MIB]]);
/** How much garbage V8 may keep beside the 64 MiB. */
const GARBAGE = 24 * MIB;

let program: string;
beforeAll(async () => {
  program = join(await temporaryFolder(), 'unpickle-one.cjs');
  const entry = fileURLToPath(new URL('unpickle-one.ts', import.meta.url));
  await build({ entryPoints: [entry], outfile: program, bundle: true, platform: 'node', format: 'cjs' });
});

describe('the process grows by no more than 64 MiB for', () => {
  it.each(BOMBS)('$name', ({ name }) => {
    const growth = Number(execFileSync(process.execPath, [program, name], { encoding: 'utf8' }));
    expect(growth).toBeLessThan(LARGEST.get(name) ?? 64 * MIB + GARBAGE);
  });
});

describe('a pickle that needs too much is refused in time:', () => {
  it.each(BOMBS)('$name', { timeout: 20_000 }, (attack) => {
    const began = process.cpuUsage();
    const outcome = outcomeOf(attack);
    if ('json' in attack.outcome) expect(outcome).toBe(attack.outcome.json);
    else expect(outcome).toMatch(attack.outcome.reason);
    // Processor time, as the machine may be busy; it includes making the pickle.
    expect(process.cpuUsage(began).user).toBeLessThan(5_000_000);
  });
});
