import { expect, it } from 'vitest';
import { withDashedValues } from '../../src/cli/dashed-values.ts';
import { storeEnv, swjob } from '../support/cli.ts';
import { unpackStore } from '../support/stores.ts';

it.each([
  [
    ['list', '--sort', '-output', '-q'],
    ['list', '--sort=-output', '-q'],
  ],
  [
    ['rows', 'x', 'y', '--start', '-5', '--end', '-1'],
    ['rows', 'x', 'y', '--start=-5', '--end=-1'],
  ],
  [
    ['list', '--sort', '-o', 'json'],
    ['list', '--sort', '-o', 'json'],
  ],
  [
    ['list', '--sort', '--json'],
    ['list', '--sort', '--json'],
  ],
  [
    ['list', '--sort', 'id'],
    ['list', '--sort', 'id'],
  ],
  [
    ['create', '--', '--sort', '-x'],
    ['create', '--', '--sort', '-x'],
  ],
  [
    ['list', '--sort'],
    ['list', '--sort'],
  ],
])('joins a value that begins with a dash: %j', (given, expected) => {
  expect(withDashedValues(given)).toEqual(expected);
});

it('sorts by a name that begins like a global option', async () => {
  const env = storeEnv(await unpackStore('vision'));
  const { status, stdout } = await swjob(
    ['rows', '624a', 'results', '--sort', '-output/label', '--columns', 'id,output/label', '--limit', '1'],
    { env },
  );
  expect({ status, stdout }).toEqual({ status: 0, stdout: 'self/pictures_#@#_10\ttruck\n' });
});

it.each([
  ['rows', '624a', 'results', '--sort', '-q', '--limit', '2'],
  ['rows', '624a', 'results', '--limit', '2', '--sort', '-q'],
])('says that the value is missing, not something about other words: %j', async (...args) => {
  const ended = await swjob(args, { env: storeEnv(await unpackStore('vision')) });
  expect(ended).toEqual({
    status: 2,
    stdout: '',
    stderr: 'swjob: --sort needs a value\nIf -q is meant as the value: --sort=-q\n',
  });
});
