import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CauseFinder } from '../../src/engine/cause.ts';

const BOX = [
  '╭───── Traceback (most recent call last) ─────╮',
  '│ a.py:1 in f                                  │',
  '╰──────────────────────────────────────────────╯',
];

function causeOf(...lines: readonly string[]): string | null {
  const finder = new CauseFinder();
  finder.add(lines.map((line) => `${line}\n`).join(''));
  return finder.cause();
}

describe('the cause of a failure in the engine’s output', () => {
  it('is the handler’s own error, not the engine’s wrapper', () => {
    expect(
      causeOf(
        'start',
        ...BOX,
        'ValueError: boom',
        ...BOX,
        'Exception: boom',
        '💔 finish run, failed!',
        ...BOX,
        'Exception: boom',
      ),
    ).toBe('ValueError: boom');
  });

  it('is the last error if an earlier one was handled', () => {
    expect(causeOf(...BOX, 'KeyError: handled', ...BOX, 'TypeError: real', ...BOX, 'Exception: real')).toBe(
      'TypeError: real',
    );
  });

  it('joins a wrapped message', () => {
    expect(
      causeOf(
        ...BOX,
        'RuntimeError: the first part of it',
        'and the second',
        ...BOX,
        'Exception: the first',
        'part of it and the second',
      ),
    ).toBe('RuntimeError: the first part of it and the second');
  });

  it('is read from a plain traceback too, without the module of the class', () => {
    const lines = [
      'Traceback (most recent call last):',
      '  File "x.py", line 1, in <module>',
      '    raise Odd("x")',
      'my.package.OddThing: not this',
    ];
    expect(causeOf(...lines)).toBe('OddThing: not this');
  });

  it('is an error without a message', () => {
    expect(causeOf(...BOX, 'KeyboardInterrupt')).toBe('KeyboardInterrupt');
  });

  it('is nothing without an error', () => {
    expect(causeOf('fine', 'ValueError: a line of the handler’s own')).toBeNull();
    expect(causeOf()).toBeNull();
  });

  it('does not depend on chunks or line breaks', () => {
    const text = [...BOX, 'ValueError: boom', 'more', ...BOX, 'Exception: boom more'].join('\r\n');
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: text.length }), { maxLength: 8 }), (cuts) => {
        const finder = new CauseFinder();
        const places = [0, ...cuts.sort((a, b) => a - b), text.length];
        for (let i = 1; i < places.length; i++) finder.add(text.slice(places[i - 1], places[i]));
        expect(finder.cause()).toBe('ValueError: boom more');
      }),
    );
  });

  it('stays small, whatever is printed', () => {
    const finder = new CauseFinder();
    for (let i = 0; i < 200; i++) finder.add(`${BOX.join('\n')}\nValueError: ${'x'.repeat(100_000)}${i}\n`);
    expect(finder.cause()?.length).toBeLessThan(600);
  });
});
