import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { unpickle } from '../../src/pickle/unpickle.ts';
import { typedForm, type WrittenPickle } from './typed-form.ts';

// The output of `test/differential/write_pickles.py 16 500`: random values, and Python 3.11's with numpy 2.4.
const written = JSON.parse(
  gunzipSync(readFileSync(new URL('written.json.gz', import.meta.url))).toString('utf8'),
) as readonly WrittenPickle[];

describe.each(['pickle', 'dill', 'cloudpickle'])('what %s wrote', (by) => {
  it.each([0, 1, 2, 3, 4, 5])('in protocol %i is what Python has', (protocol) => {
    const ours = written.filter((one) => one.by === by && one.protocol === protocol);
    // cloudpickle writes no protocol below 2.
    expect(ours.length).toBeGreaterThan(by === 'cloudpickle' && protocol < 2 ? -1 : 10);
    for (const { pickle, expected } of ours) {
      expect(typedForm(unpickle(Buffer.from(pickle, 'base64')))).toEqual(expected);
    }
  });
});
