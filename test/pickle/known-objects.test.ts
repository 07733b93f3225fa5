import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { unpickle } from '../../src/pickle/unpickle.ts';
import { jsonText } from '../../src/render/json.ts';

/** Written by Python 3.11, dill 0.4 and cloudpickle 3.1; torch's through calls with the same names, Python 2's by hand. */
const cases = JSON.parse(readFileSync(new URL('known-objects.json', import.meta.url), 'utf8')) as readonly {
  readonly name: string;
  readonly pickle: string;
  readonly expected: string;
}[];

describe('an object of a class that swjob knows, or that its pickle defines:', () => {
  it.each(cases)('$name', ({ pickle, expected }) => {
    expect(jsonText(unpickle(Buffer.from(pickle, 'base64')))).toBe(expected);
  });
});
