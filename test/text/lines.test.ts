import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { linesOf } from '../../src/text/lines.ts';
import { cpuNow } from '../support/cpu-now.ts';

async function lines(chunks: readonly Uint8Array[]): Promise<string[]> {
  const found: string[] = [];
  const source = (async function* () {
    yield* chunks;
  })();
  for await (const line of linesOf(source)) found.push(line);
  return found;
}

describe('linesOf', () => {
  it('do not depend on chunks', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom('a', '\n', '\r', 'ü', '😀', ' ')).map((letters) => letters.join('')),
        fc.array(fc.nat(60)),
        async (text, cuts) => {
          const bytes = Buffer.from(text);
          const places = [0, ...cuts.sort((a, b) => a - b), bytes.length];
          const chunks = places.slice(1).map((end, index) => bytes.subarray(places[index], end));
          const whole = text.split('\n');
          expect(await lines(chunks)).toEqual(whole.at(-1) === '' ? whole.slice(0, -1) : whole);
        },
      ),
    );
  });

  it('take linear time for an endless line', async () => {
    const chunk = Buffer.from('\r'.repeat(1 << 16));
    const started = cpuNow();
    expect((await lines(Array.from({ length: 500 }, () => chunk)))[0]).toHaveLength(500 << 16);
    expect(cpuNow() - started).toBeLessThan(3000);
  });
});
