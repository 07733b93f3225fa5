import { readdirSync, readFileSync } from 'node:fs';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { isError, isSwjobError, SwjobError } from '../src/errors.ts';

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

describe('isError()', () => {
  const isInstance = /\binstanceof Error\b/;

  it('knows the errors of other contexts', () => {
    const foreign: unknown = runInNewContext("Object.assign(new RangeError('x'), { code: 'ENOENT' })");
    expect(foreign instanceof Error).toBe(false);
    expect([foreign, new DOMException('x', 'TimeoutError'), new SwjobError('usage', 'x')].map(isError)).toEqual([
      true,
      true,
      true,
    ]);
    expect([null, undefined, 'Error: x', {}, { message: 'x' }, () => 1].map(isError)).not.toContain(true);
  });

  it('is what all sources ask', () => {
    const folder = new URL('../src/', import.meta.url);
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
    const asking = files.filter((file) => isInstance.test(readFileSync(new URL(file, folder), 'utf8')));
    expect(asking).toEqual(['errors.ts']);
  });
});
