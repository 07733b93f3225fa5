import { describe, expect, it } from 'vitest';
import { StarwhaleObject, Tuple, unpickle } from '../../src/index.ts';

const bytes = (base64: string) => Buffer.from(base64, 'base64');

describe('unpickle', () => {
  it('returns a dict as a Map and a tuple as a Tuple', () => {
    // {'label': 'frog', 'pair': (1, None)}, protocol 0
    const pickled = Buffer.from('(dp0\nVlabel\np1\nVfrog\np2\nsVpair\np3\n(I1\nNtp4\ns.');
    expect(unpickle(pickled)).toEqual(
      new Map<string, unknown>([
        ['label', 'frog'],
        ['pair', Tuple.of(1, null)],
      ]),
    );
  });

  it('keeps every digit of an integer', () => {
    expect(unpickle(Buffer.from('L1208925819614629174706176L\n.'))).toBe(1208925819614629174706176n);
  });

  it('returns objects of unknown classes as StarwhaleObjects', () => {
    const guess = unpickle(Buffer.from('cvision\nGuess\n(Vcat\nF0.5\nt\x81.', 'latin1'));
    expect(guess).toBeInstanceOf(StarwhaleObject);
    expect(guess).toMatchObject({
      pythonType: 'vision.Guess',
      attributes: new Map([['_args', Tuple.of<unknown>('cat', 0.5)]]),
    });
  });

  it('refuses an incomplete pickle as damaged, with the reason', () => {
    expect(() => unpickle(bytes('gASVJQ=='))).toThrow(
      expect.objectContaining({ code: 'damaged', message: 'cannot read the pickle: it ends early' }),
    );
    expect(() => unpickle(new Uint8Array())).toThrow(expect.objectContaining({ code: 'damaged' }));
  });

  it('refuses anything but bytes as a usage error', () => {
    expect(() => unpickle('N.' as unknown as Uint8Array)).toThrow(
      expect.objectContaining({ code: 'usage', message: 'bytes must be a Uint8Array, not "N."' }),
    );
  });
});
