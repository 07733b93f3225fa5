import { describe, expect, it } from 'vitest';
import { syntaxError } from '../../src/expression/syntax-error.ts';

const pointed = (text: string, start: number, end = start + 1) =>
  syntaxError(text, '--where', { start, end }, 'wrong').hint?.split('\n').slice(1, 3);

describe('syntaxError', () => {
  it('says what is wrong in one line, with the place, advice and an example in the hint', () => {
    const error = syntaxError('a ? b', '--where', { start: 2, end: 3 }, 'unexpected "?"', 'Leave it out.');
    expect(error).toMatchObject({ code: 'usage', exitCode: 2, message: '--where: unexpected "?"' });
    expect(error.hint).toBe(
      "At character 3:\n  a ? b\n    ^\nLeave it out.\nExample: accuracy >= 0.9 and status in ('SUCCESS', 'FAIL')",
    );
  });

  it('puts the caret under wide and combining characters', () => {
    expect(pointed('准确 ?', 3)).toEqual(['  准确 ?', '       ^']);
    expect(pointed('准确 率', 3)).toEqual(['  准确 率', '       ^^']);
    expect(pointed('e\u0301 😀 ?', 6)).toEqual(['  e\u0301 😀 ?', '       ^']);
  });

  it('shows the environment of a place in a long text', () => {
    expect(pointed(`${'a'.repeat(100)}?${'b'.repeat(100)}`, 100)).toEqual([
      `  …${'a'.repeat(30)}?${'b'.repeat(29)}…`,
      `   ${' '.repeat(30)}^`,
    ]);
    expect(pointed(`${'😀'.repeat(51)}?`, 102)?.[0]).toBe(`  …${'😀'.repeat(15)}?`);
    expect(pointed(`${'😀'.repeat(51)}b?`, 103)?.[0]).toBe(`  …${'😀'.repeat(15)}b?`);
  });

  it('keeps control characters away from the terminal', () => {
    expect(pointed('a\n\u001b[31m ?', 8)).toEqual(['  a ·[31m ?', '          ^']);
  });
});
