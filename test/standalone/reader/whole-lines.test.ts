import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { wholeLines } from '../../../src/standalone/reader/whole-lines.ts';

async function* pieces(texts: readonly string[]): AsyncGenerator<Buffer> {
  for (const text of texts) {
    const bytes = Buffer.from(text);
    yield bytes;
    // What was given may be used again.
    bytes.fill('?');
  }
}

async function linesOf(texts: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for await (const lines of wholeLines(pieces(texts))) found.push(lines.toString());
  return found;
}

describe('wholeLines', () => {
  it('gives the same text, cut behind ends of lines', async () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'é', '\n'), maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(fc.array(text, { maxLength: 6 }), async (texts) => {
        const found = await linesOf(texts);
        expect(found.join('')).toBe(texts.join(''));
        for (const lines of found.slice(0, -1)) expect(lines).toMatch(/\n$/);
        expect(found).not.toContain('');
      }),
    );
  });

  it('puts a line that was cut several times together, by itself', async () => {
    expect(await linesOf(['a\nb', 'b', 'b\nc\nd\ne', '\n', 'f'])).toEqual(['a\n', 'bbb\n', 'c\nd\n', 'e\n', 'f']);
  });
});
