import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { unpickle } from '../../src/pickle/unpickle.ts';
import { typedForm, type WrittenPickle } from '../pickle/typed-form.ts';
import { randomSeeds } from '../support/seeds.ts';

// Reads random values that Python pickled in every protocol, with pickle, dill and cloudpickle.

const environment = fileURLToPath(new URL('../../.python/', import.meta.url));
const made = existsSync(join(environment, 'complete')) ? join(environment, 'bin/python') : undefined;
const python = process.env['SWJOB_PYTHON'] || made;
const seeds = randomSeeds(1);
const COUNT = 4000;

if (python === undefined)
  process.stderr.write('\nSKIPPED: pickles: run scripts/python-env.sh, or set SWJOB_PYTHON\n\n');
else process.stderr.write(`pickles: SWJOB_SEED=${seeds.join(',')}\n`);

describe.skipIf(python === undefined).each(seeds)('values that Python pickled from seed %i', (seed) => {
  it('are read as Python has them', { timeout: 120_000 }, async () => {
    const script = fileURLToPath(new URL('write_pickles.py', import.meta.url));
    const { stdout } = await promisify(execFile)(python ?? '', [script, String(seed), String(COUNT)], {
      maxBuffer: 2 ** 28,
    });
    const written = JSON.parse(stdout) as readonly WrittenPickle[];
    expect(written.length).toBeGreaterThan(COUNT * 0.95);
    for (const { by, protocol, pickle, expected } of written) {
      const ours = typedForm(unpickle(Buffer.from(pickle, 'base64')));
      expect(ours, `${by}, protocol ${protocol}: ${pickle}`).toEqual(expected);
    }
  });
});
