import { describe, expect, it } from 'vitest';
import { isSwjobError, SwjobError } from '../src/errors.ts';

describe('an error of swjob', () => {
  it('has what led to it, where something did', () => {
    const cause = new Error('the cause');
    expect(new SwjobError('network', 'x', { cause }).cause).toBe(cause);
    expect(Object.hasOwn(new SwjobError('network', 'x'), 'cause')).toBe(false);
    expect(Object.hasOwn(new SwjobError('network', 'x', { cause: undefined }), 'cause')).toBe(false);
  });

  it('has the exit status of its kind', () => {
    expect(new SwjobError('usage', 'x').exitCode).toBe(2);
    expect(new SwjobError('damaged', 'x').exitCode).toBe(6);
  });

  it('is known by its code', () => {
    const error = new SwjobError('damaged', 'x');
    expect([isSwjobError(error), isSwjobError(error, 'damaged'), isSwjobError(error, 'usage')]).toEqual([
      true,
      true,
      false,
    ]);
    expect(isSwjobError(new Error('x'))).toBe(false);
  });
});
