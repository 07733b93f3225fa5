import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TextOutput } from '../../../src/standalone/row-text/text-output.ts';

const outputOf = (room: number) => new TextOutput(Buffer.alloc(room + 16, '#'), 8, 8 + room);
const textOf = (chunk: Uint8Array) => Buffer.from(chunk).toString();

describe('TextOutput', () => {
  it('keeps what is written in its order, however much room there is', () => {
    const piece = fc.oneof(fc.string({ unit: 'grapheme', maxLength: 30 }), fc.uint8Array({ maxLength: 30 }));
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 40 }), fc.array(fc.array(piece, { maxLength: 6 })), (room, takes) => {
        const output = outputOf(room);
        for (const pieces of takes) {
          for (const one of pieces) typeof one === 'string' ? output.append(one) : output.put(one);
          const expected = Buffer.concat(pieces.map((one) => Buffer.from(one)));
          expect(output.length).toBe(expected.length);
          expect(Buffer.from(output.take()).equals(expected)).toBe(true);
          expect(output.length).toBe(0);
        }
      }),
    );
  });

  it('writes nothing outside of its region', () => {
    const bytes = Buffer.alloc(32, '#');
    const output = new TextOutput(bytes, 8, 24);
    for (const text of ['0123456789', 'abcdefghij', '🙂🙂🙂🙂🙂']) output.append(text);
    expect(textOf(output.take())).toBe('0123456789abcdefghij🙂🙂🙂🙂🙂');
    expect(bytes.toString('latin1', 0, 8) + bytes.toString('latin1', 24)).toBe('#'.repeat(16));
  });
});
