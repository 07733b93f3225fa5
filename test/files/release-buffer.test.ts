import { describe, expect, it } from 'vitest';
import { releaseBuffer, sizeToReuse } from '../../src/files/release-buffer.ts';

describe('releaseBuffer', () => {
  it('frees the memory of a large buffer at once', () => {
    const before = process.memoryUsage().arrayBuffers;
    for (let round = 0; round < 20; round++) {
      const buffer = Buffer.alloc(8 << 20, 1);
      const view = buffer.subarray(10, 20);
      releaseBuffer(buffer);
      expect([buffer.length, view.length]).toEqual([0, 0]);
      expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(4 << 20);
    }
  });

  it('does not touch small buffers, which may share their memory', () => {
    const buffer = Buffer.from('some text');
    const other = Buffer.from('another one');
    releaseBuffer(buffer);
    expect([buffer.toString(), other.toString()]).toEqual(['some text', 'another one']);
    const own = new Uint8Array(100);
    releaseBuffer(own);
    expect(own.length).toBe(100);
  });

  it('does not touch memory that threads share', () => {
    const shared = new Uint8Array(new SharedArrayBuffer(1 << 20));
    releaseBuffer(shared);
    expect(shared.length).toBe(1 << 20);
  });
});

describe('sizeToReuse', () => {
  it('is the same for large buffers of similar sizes, and at most a quarter more', () => {
    expect([5_300_000, 5_400_000, 6_000_000].map(sizeToReuse)).toEqual(Array(3).fill(6 << 20));
    for (let size = 1; size < 2 ** 31; size = Math.ceil(size * 1.37)) {
      expect(sizeToReuse(size)).toBeGreaterThanOrEqual(size);
      expect(sizeToReuse(size)).toBeLessThanOrEqual(size * 1.25);
    }
  });

  it('leaves small ones as they are', () => {
    expect([0, 1, 4096, 100_000].map(sizeToReuse)).toEqual([0, 1, 4096, 100_000]);
  });
});
