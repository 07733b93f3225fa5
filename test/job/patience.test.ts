import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { notFound, SwjobError } from '../../src/errors.ts';
import { patient } from '../../src/job/patience.ts';

describe('patient polling', () => {
  const failure = new SwjobError('network', 'GET /x: 500: busy');

  it('returns null while the server fails, and gives up after five failures in a row, and two minutes', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: 0 });
    onTestFinished(() => void vi.useRealTimers());
    const answers: (string | Error)[] = ['a', failure, failure, 'b', ...Array.from({ length: 8 }, () => failure)];
    const told: string[] = [];
    const ask = patient(
      async () => {
        const answer = answers.shift();
        if (answer instanceof Error) throw answer;
        return answer;
      },
      ({ message }) => told.push(message),
    );
    const given: unknown[] = [];
    for (let i = 0; i < 9; i++) given.push(await ask());
    expect(given).toEqual(['a', null, null, 'b', null, null, null, null, null]);
    expect(await ask()).toBeNull();
    vi.setSystemTime(119_999);
    expect(await ask()).toBeNull();
    vi.setSystemTime(120_000);
    await expect(ask()).rejects.toBe(failure);
    expect(told).toHaveLength(9);
  });

  it('fails at once for any other reason', async () => {
    const ask = patient(
      async () => Promise.reject(notFound('gone')),
      () => {},
    );
    await expect(ask()).rejects.toThrow('gone');
  });
});
