import { expect, it } from 'vitest';
import { withoutJobWord } from '../../src/cli/job-word.ts';

it.each([
  [['job', 'list'], ['list']],
  [
    ['-o', 'json', 'job', 'list'],
    ['-o', 'json', 'list'],
  ],
  [
    ['--output=json', '-q', 'job', 'info', 'x'],
    ['--output=json', '-q', 'info', 'x'],
  ],
  [
    ['--config', 'job', 'list'],
    ['--config', 'job', 'list'],
  ],
  [
    ['job', 'job', 'x'],
    ['job', 'x'],
  ],
  [
    ['info', 'job'],
    ['info', 'job'],
  ],
  [
    ['--', 'job'],
    ['--', 'job'],
  ],
  [['-q'], ['-q']],
  [[], []],
])('takes the word job away before a command only: %j', (given, expected) => {
  expect(withoutJobWord(given)).toEqual(expected);
});
