import { describe, expect, it } from 'vitest';
import { HeldText } from '../../src/render/held-text.ts';

const textOf = (held: HeldText) => Buffer.concat([...held.take()]).toString();

describe('HeldText', () => {
  it('gives back copies of what it was given', () => {
    const held = new HeldText(6);
    const chunk = Buffer.from('abc');
    held.add(chunk);
    chunk.fill('x');
    held.add(Buffer.from('def'));
    expect(held.isWhole).toBe(true);
    expect(textOf(held)).toBe('abcdef');
  });

  it('keeps nothing once it is too much, or given up', () => {
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
