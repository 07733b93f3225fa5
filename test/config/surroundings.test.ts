import { describe, expect, it } from 'vitest';
import { environmentText } from '../../src/config/surroundings.ts';

describe('an environment variable', () => {
  const surroundings = { env: { SET: 'x', EMPTY: '', UNDEFINED: undefined }, home: undefined };

  it('is its text', () => {
    expect(environmentText(surroundings, 'SET')).toBe('x');
  });

  it.each(['EMPTY', 'UNDEFINED', 'ABSENT'])('counts as unset if it is %s', (name) => {
    expect(environmentText(surroundings, name)).toBeNull();
  });
});
