import { describe, expect, it } from 'vitest';
import { BoundedBuffer } from '../../src/render/bounded-buffer.ts';

const textOf = (held: BoundedBuffer) => Buffer.concat([...held.take()]).toString();

describe('BoundedBuffer', () => {
  it('returns copies of its input', () => {
    const held = new BoundedBuffer(6);
    const chunk = Buffer.from('abc');
    held.add(chunk);
    chunk.fill('x');
    held.add(Buffer.from('def'));
    expect(held.isWhole).toBe(true);
    expect(textOf(held)).toBe('abcdef');
  });

  it('keeps many small and large pieces in order', () => {
    const held = new BoundedBuffer();
    const pieces = Array.from({ length: 3000 }, (_, index) => String(index).repeat(1 + (index % 97)));
    pieces.splice(1500, 0, 'x'.repeat(300_000));
    for (const piece of pieces) held.add(Buffer.from(piece));
    expect(textOf(held)).toBe(pieces.join(''));
  });

  it('gives chunks of whole characters', () => {
    for (const offset of [0, 1, 2, 3]) {
      const held = new BoundedBuffer();
      const text = `${'a'.repeat(offset)}${'😀'.repeat(300_000)}`;
      held.add(Buffer.from('b'));
      held.add(Buffer.from(text));
      const chunks = [...held.take()].map((chunk) => Buffer.from(chunk).toString());
      expect(chunks.length).toBeGreaterThan(2);
      expect(chunks.join('') === `b${text}`).toBe(true);
    }
  });

  it('keeps nothing once it exceeds the limit or is discarded', () => {
    const full = new BoundedBuffer(2);
    full.add(Buffer.from('abc'));
    full.add(Buffer.from('d'));
    expect(full.isWhole).toBe(false);
    expect(textOf(full)).toBe('');
    const dropped = new BoundedBuffer();
    dropped.add(Buffer.from('abc'));
    dropped.drop();
    dropped.add(Buffer.from('d'));
    expect(textOf(dropped)).toBe('');
  });
});
