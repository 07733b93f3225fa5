import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { unpickle } from '../../src/pickle/unpickle.ts';
import { UnreadablePickle } from '../../src/pickle/unreadable.ts';
import { PROGRAMS } from './attack-pickles.ts';
import type { WrittenPickle } from './typed-form.ts';

const written = JSON.parse(
  gunzipSync(readFileSync(new URL('written.json.gz', import.meta.url))).toString('utf8'),
) as readonly WrittenPickle[];

function expectRefused(bytes: Uint8Array, reason: RegExp): void {
  try {
    unpickle(bytes);
  } catch (error) {
    if (!(error instanceof UnreadablePickle) || error.cause !== undefined) throw error;
    // There are thousands, so not each has an assertion.
    if (!reason.test(error.message)) expect(error.message).toMatch(reason);
    return;
  }
  throw new Error(`read as a value: ${Buffer.from(bytes).toString('base64')}`);
}

describe('bytes other than a complete pickle', () => {
  it('are refused wherever a pickle is truncated', () => {
    const pickles = [
      ...written.filter(({ pickle }) => pickle.length < 1200).map(({ pickle }) => Buffer.from(pickle, 'base64')),
      ...PROGRAMS.map(({ bytes }) => bytes()),
    ];
    let cuts = 0;
    for (const bytes of pickles) {
      for (let length = 0; length < bytes.length; length++, cuts++) {
        expectRefused(bytes.subarray(0, length), /./);
      }
    }
    expect(cuts).toBeGreaterThan(20_000);
  });

  it('are refused if something follows', () => {
    expectRefused(Buffer.from('N.N.'), /^it continues after its end$/);
    expectRefused(Buffer.from('N.\n'), /^it continues after its end$/);
  });

  it.each([
    ['', /ends early/],
    ['.', /more values than there are/],
    ['(.', /more values than there are/],
    ['\x80\x06N.', /unknown protocol 6/],
    ['\x80\x04\xffN.', /unknown opcode 0xff/],
    ['{"a": 1}', /unknown opcode 0x7b/],
    ['\x89PNG\r\n', /unknown opcode|ends early|more values|no list/],
    ['h\x05.', /refers to a value that it does not have/],
    ['(K\x01d.', /key without a value/],
    ['K\x01K\x02a.', /appends to something that is not a list/],
    ['(K\x01K\x02tK\x03a.', /appends to something that is not a list/],
    ['K\x01K\x02K\x03s.', /adds items to something that is not a dict/],
    ['](K\x01K\x02u.', /adds items to something that is not a dict/],
    ['K\x01}b.', /sets the state of something that is not an object/],
    ['K\x01)R.', /calls something that is not a class or function/],
    ['ca\nb\nK\x01R.', /arguments that are not a tuple/],
    ['Ix\n.', /integer that is not a number/],
    ['F1.5x\n.', /float that is not a number/],
    ['Sab\n.', /string without its quotes/],
    ["S'\\x4'\n.", /broken escape/],
    ['V\\u12\n.', /broken escape/],
    ['V\\U00110000\n.', /beyond Unicode/],
    ['X\x01\0\0\0\xff.', /not UTF-8/],
    ['X\x03\0\0\0\xef\xbf\xbd.X', /continues after its end/],
    ['(o.', /object without its class/],
  ])('such as %j are refused with the reason', (latin1, reason) => {
    expectRefused(Buffer.from(latin1, 'latin1'), reason);
  });

  it('are refused beyond given limits', () => {
    const list = Buffer.from('](K\x01K\x02]e.', 'latin1');
    expect(unpickle(list, { values: 4, depth: 2 })).toMatchObject({ type: 'LIST' });
    expect(() => unpickle(list, { values: 3 })).toThrow('more than 3 values');
    expect(() => unpickle(list, { depth: 1 })).toThrow('nested more than 1 levels deep');
    expect(() => unpickle(list, { bytes: 8 })).toThrow(UnreadablePickle);
    expect(() => unpickle(list, { memory: 100 })).toThrow('of memory');
  });

  it('may be nested 500 deep, and no deeper', () => {
    const nested = (depth: number) => Buffer.from(`${']'.repeat(depth)}${'a'.repeat(depth - 1)}.`);
    expect(unpickle(nested(500))).toMatchObject({ type: 'LIST' });
    expectRefused(nested(501), /nested more than 500 levels deep/);
  });

  it('may hold a million values, and no more', () => {
    const list = (count: number) => Buffer.concat([Buffer.from(']('), Buffer.alloc(count, 'N'), Buffer.from('e.')]);
    expect(unpickle(list(999_999))).toMatchObject({ type: 'LIST' });
    expectRefused(list(1_000_000), /more than 1,000,000 values/);
  });
});
