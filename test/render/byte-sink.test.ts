import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { isSwjobError } from '../../src/errors.ts';
import { ByteSink, CHUNK_CHARACTERS, isClosedOutput } from '../../src/render/byte-sink.ts';
import { collectingSink } from './values.ts';

describe('a byte sink', () => {
  it('collects small pieces, and passes them on in order', async () => {
    const { sink, stream } = collectingSink();
    for (let index = 0; index < 20_000; index++) await sink.write(`${index}\n`);
    expect(stream.chunks.length).toBeLessThan(3);
    sink.write(Uint8Array.from([65]));
    await sink.flush();
    expect(stream.text).toBe(`${Array.from({ length: 20_000 }, (_, index) => `${index}\n`).join('')}A`);
  });

  it('waits while the stream is full', async () => {
    let taken = 0;
    const slow = new Writable({
      highWaterMark: 1000,
      write(chunk: Buffer, _encoding, callback) {
        setTimeout(() => {
          taken += chunk.length;
          callback();
        }, 5);
      },
    });
    const sink = new ByteSink(slow);
    const piece = 'x'.repeat(CHUNK_CHARACTERS);
    for (let index = 1; index <= 5; index++) {
      const wait = sink.write(piece);
      expect(wait).toBeInstanceOf(Promise);
      await wait;
      expect(taken).toBe(index * CHUNK_CHARACTERS);
    }
    sink.write('end');
    await sink.flush();
    expect(taken).toBe(5 * CHUNK_CHARACTERS + 3);
  });

  it('throws ClosedOutput if the reader is gone', async () => {
    const child = spawn('head', ['-1'], { stdio: ['pipe', 'ignore', 'inherit'] });
    const sink = new ByteSink(child.stdin);
    const endless = async (): Promise<void> => {
      for (;;) {
        await sink.write('a line\n');
        await sink.flush();
      }
    };
    await expect(endless()).rejects.toSatisfy(isClosedOutput);
    await expect(sink.flush()).rejects.toSatisfy(isClosedOutput);
  });

  it('says why output cannot be written', async () => {
    const sink = new ByteSink(createWriteStream('/dev/full'), 'the output');
    sink.write('x');
    await expect(sink.flush()).rejects.toSatisfy(
      (error: unknown) =>
        isSwjobError(error, 'operation-failed') &&
        error.message === 'cannot write the output: no space left on the device',
    );
  });
});
