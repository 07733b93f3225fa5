import { describe, expect, it } from 'vitest';
import { nameCandidates } from '../../src/completion/expression-names.ts';

const NAMES = ['accuracy', 'status', 'macro avg/recall', 'in', 'a`b', 'größe'];

function goingOn(condition: string): readonly string[] {
  return nameCandidates(condition, NAMES).map(({ value }) => value);
}

describe('how a condition goes on', () => {
  it.each([
    ['', ['accuracy', 'status', '`macro avg/recall`', '`in`', '`a\\`b`', 'größe']],
    ['acc', ['accuracy']],
    ['grö', ['größe']],
    ['`macro a', ['`macro avg/recall`']],
    ['`a\\`', ['`a\\`b`']],
    ['accuracy > 0.8 and sta', ['accuracy > 0.8 and status']],
    ['not sta', ['not status']],
    ['(acc', ['(accuracy']],
    ["status in ('FAIL', acc", ["status in ('FAIL', accuracy"]],
    ["status == 'it\\'s' or acc", ["status == 'it\\'s' or accuracy"]],
    ['accuracy>sta', ['accuracy>status']],
  ])('%j', (condition, expected) => {
    expect(goingOn(condition)).toEqual(expected);
  });

  it.each([
    ['within a text', "status == 'acc"],
    ['behind a name', 'accuracy '],
    ['behind a number', 'accuracy > 0.8 '],
    ['behind a text', "status == 'x' "],
    ['behind a bracket', '(accuracy > 1) '],
    ['within a number', 'accuracy > 0'],
    ['in a name that is none', 'xyz'],
  ])('not with a name %s', (_where, condition) => {
    expect(goingOn(condition)).toEqual([]);
  });
});
