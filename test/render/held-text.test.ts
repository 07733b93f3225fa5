import { describe, expect, it } from 'vitest';
import { HeldText } from '../../src/render/held-text.ts';

const textOf = (held: HeldText) => Buffer.concat([...held.take()]).toString();

describe('HeldText', () => {
  it('returns copies of its input', () => {
    const held = new HeldText(6);
    const chunk = Buffer.from('abc');
    held.add(chunk);
    chunk.fill('x');
    held.add(Buffer.from('def'));
    expect(held.isWhole).toBe(true);
    expect(textOf(held)).toBe('abcdef');
  });

  it('keeps many small and large pieces in order', () => {
    const held = new HeldText();
    const pieces = Array.from({ length: 3000 }, (_, index) => String(index).repeat(1 + (index % 97)));
    pieces.splice(1500, 0, 'x'.repeat(300_000));
    for (const piece of pieces) held.add(Buffer.from(piece));
    expect(textOf(held)).toBe(pieces.join(''));
  });

  it('keeps nothing once it exceeds the limit or is discarded', () => {
    const full = new HeldText(2);
    full.add(Buffer.from('abc'));
    full.add(Buffer.from('d'));
    expect(full.isWhole).toBe(false);
    expect(textOf(full)).toBe('');
    const dropped = new HeldText();
    dropped.add(Buffer.from('abc'));
    dropped.drop();
    dropped.add(Buffer.from('d'));
    expect(textOf(dropped)).toBe('');
  });
});
