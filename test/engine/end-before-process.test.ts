import { describe, expect, it, onTestFinished } from 'vitest';
import { endBeforeProcess } from '../../src/engine/end-before-process.ts';

// interrupt.test.ts shows that the signal then ends the process; here a listener of the test prevents that.

describe('ending engines before a signal ends the process', () => {
  it('ends all of them at each signal, and stops listening after the last', () => {
    const own = () => undefined;
    process.on('SIGHUP', own);
    onTestFinished(() => void process.off('SIGHUP', own));
    const before = process.listenerCount('SIGHUP');
    const ended: string[] = [];
    const releases = ['a', 'b'].map((name) =>
      endBeforeProcess(async () => {
        ended.push(name);
      }),
    );
    expect(process.listenerCount('SIGHUP')).toBe(before + 1);
    process.emit('SIGHUP', 'SIGHUP');
    process.emit('SIGHUP', 'SIGHUP');
    expect(ended).toEqual(['a', 'b', 'a', 'b']);
    releases[0]?.();
    process.emit('SIGHUP', 'SIGHUP');
    expect(ended).toEqual(['a', 'b', 'a', 'b', 'b']);
    releases[1]?.();
    expect(process.listenerCount('SIGHUP')).toBe(before);
  });
});
