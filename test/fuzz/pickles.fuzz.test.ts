import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { unpickle } from '../../src/pickle/unpickle.ts';
import { UnreadablePickle } from '../../src/pickle/unreadable.ts';
import { jsonText } from '../../src/render/json.ts';
import { PROGRAMS } from '../pickle/attack-pickles.ts';
import type { WrittenPickle } from '../pickle/typed-form.ts';
import { budget, TIMEOUT_MS } from './budget.ts';
import { mutateBytes, mutations } from './mutations.ts';

const written = JSON.parse(
  gunzipSync(readFileSync(new URL('../pickle/written.json.gz', import.meta.url))).toString('utf8'),
) as readonly WrittenPickle[];
const pickles = [
  ...written.map(({ pickle }) => Buffer.from(pickle, 'base64')),
  ...PROGRAMS.map(({ bytes }) => bytes()),
];

/** Checks for a printable value, or a reason, quickly and without an internal error. */
function readSoundly(bytes: Buffer): void {
  const began = process.cpuUsage();
  try {
    expect(jsonText(unpickle(bytes))).not.toBe('');
  } catch (error) {
    if (!(error instanceof UnreadablePickle) || error.cause !== undefined) {
      throw new Error(`${bytes.toString('base64')}: ${error}`, { cause: error });
    }
    expect(error.message).not.toBe('');
  }
  expect(process.cpuUsage(began).user).toBeLessThan(2_000_000);
}

describe('a changed pickle', () => {
  it('is read or refused, whatever was changed', { timeout: TIMEOUT_MS }, () => {
    const property = fc.property(fc.constantFrom(...pickles), mutations, (bytes, changes) => {
      readSoundly(mutateBytes(bytes, changes));
    });
    fc.assert(property, budget(4000));
  });

  it('of random opcodes is read or refused', { timeout: TIMEOUT_MS }, () => {
    const opcode = fc.constantFrom(
      ...'().012FGIJKLMNPQRSTUVX]abcdeghijlopqrstu}BC',
      ...Array.from({ length: 25 }, (_, index) => String.fromCharCode(0x80 + index)),
    );
    const argument = fc.constantFrom(
      '',
      '',
      '\0',
      '\x01',
      '\x02ab',
      '1\n',
      '2\n',
      'a\nb\n',
      '\x08\0\0\0',
      'numpy\ndtype\n',
      'builtins\nlist\n',
      'datetime\ndate\n',
    );
    const pickle = fc.array(
      fc.tuple(opcode, argument).map((both) => both.join('')),
      { maxLength: 60 },
    );
    const property = fc.property(pickle, (parts) => readSoundly(Buffer.from(`${parts.join('')}.`, 'latin1')));
    fc.assert(property, budget(4000));
  });
});
