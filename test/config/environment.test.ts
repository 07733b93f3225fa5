import { describe, expect, it } from 'vitest';
import { environmentText } from '../../src/config/environment.ts';

describe('an environment variable', () => {
  const environment = { env: { SET: 'x', EMPTY: '', UNDEFINED: undefined }, home: undefined };

  it('is its text', () => {
    expect(environmentText(environment, 'SET')).toBe('x');
  });

  it.each(['EMPTY', 'UNDEFINED', 'ABSENT'])('counts as unset if it is %s', (name) => {
    expect(environmentText(environment, name)).toBeNull();
  });
});
