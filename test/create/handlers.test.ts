import { describe, expect, it } from 'vitest';
import { chooseHandler, handlersOf } from '../../src/create/handlers.ts';
import { isSwjobError, type SwjobError } from '../../src/errors.ts';

const HANDLERS = handlersOf([
  ['m:train', [{ name: 'm:train', require_dataset: false }]],
  [
    'm:evaluate',
    [
      { name: 'm:predict', require_dataset: true },
      { name: 'm:evaluate', require_dataset: false },
    ],
  ],
]);

function refusal(choose: () => unknown): SwjobError {
  try {
    choose();
  } catch (error) {
    if (isSwjobError(error)) return error;
    throw error;
  }
  throw new Error('it should have been refused');
}

describe('the handler of a model', () => {
  it('is chosen by name, or by its position in the sorted list', () => {
    expect(chooseHandler(HANDLERS, 'm:train', 'm', 0).name).toBe('m:train');
    expect(chooseHandler(HANDLERS, '0', 'm', 1).name).toBe('m:evaluate');
  });

  it('need not be given if there is only one', () => {
    expect(chooseHandler(HANDLERS.slice(1), undefined, 'm', 0).name).toBe('m:train');
    const error = refusal(() => chooseHandler(HANDLERS, undefined, 'm', 0));
    expect(error.code).toBe('usage');
    expect(error.hint).toContain('  [0] m:evaluate\n  [1] m:train');
  });

  it.each(['m:evaluat', '2', '-1', 'constructor', '__proto__'])('is not %s: the error lists the handlers', (name) => {
    const error = refusal(() => chooseHandler(HANDLERS, name, 'm', 1));
    expect(error).toMatchObject({ code: 'not-found', exitCode: 3 });
    expect(error.hint).toContain('[0] m:evaluate');
    expect(error.hint).toContain('[1] m:train');
  });

  it('is suggested for a similar name', () => {
    expect(refusal(() => chooseHandler(HANDLERS, 'm:evaluat', 'm', 1)).hint).toContain('Did you mean m:evaluate?');
  });

  it('needs a dataset if one of its steps does', () => {
    const error = refusal(() => chooseHandler(HANDLERS, 'm:evaluate', 'm', 0));
    expect(error).toMatchObject({ code: 'usage' });
    expect(error.message).toContain('for its step m:predict');
    expect(chooseHandler(HANDLERS, 'm:evaluate', 'm', 1).name).toBe('m:evaluate');
  });

  it('is missing if the model has none, whatever the shape of its list', () => {
    expect(refusal(() => chooseHandler([], undefined, 'm', 0)).message).toContain('has no handlers');
    expect(
      handlersOf([
        ['x', 'no steps'],
        ['y', [null, 3, 'z']],
      ]),
    ).toEqual([
      { name: 'x', steps: [] },
      { name: 'y', steps: [] },
    ]);
  });
});
