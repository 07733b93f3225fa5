import { describe, expect, it } from 'vitest';
import type { CommandSyntax } from '../../src/completion/command-syntax.ts';
import { commandTree } from '../../src/completion/generated-files.ts';
import { syntaxOf } from '../../src/completion/syntax-of.ts';
import { kindOfArgument, kindOfOption } from '../../src/completion/value-kinds.ts';
import { storeEnv, swjob } from '../support/cli.ts';
import { unpackStore } from '../support/stores.ts';

const program = syntaxOf(commandTree().program);
const shown: readonly CommandSyntax[] = [program, ...program.commands.flatMap((each) => [each, ...each.commands])];

describe('the kinds of values', () => {
  it.each(shown.map((command) => [command.name, command] as const))('know every value of %s', (_name, command) => {
    const options = command.options.filter((option) => option.takesValue && kindOfOption(option) === undefined);
    expect(options.map(({ flags }) => flags)).toEqual([]);
    const unknown = command.arguments.filter((argument) => kindOfArgument(argument) === undefined);
    expect(unknown.map(({ name }) => name)).toEqual([]);
  });

  it.each([
    ['--output', ['list']],
    ['--color', ['list']],
    ['--status', ['list']],
    ['--key-type', ['rows', 'qsrg', 'labels']],
  ])('of %s are words that it takes', async (flag, command) => {
    const env = storeEnv(await unpackStore('real'));
    const words = (await swjob(['__complete', 'fish', '--', 'swjob', ...command, flag, ''], { env })).stdout
      .split('\n')
      .slice(1, -1);
    expect(words.length).toBeGreaterThan(2);
    for (const word of words) {
      const { status, stderr } = await swjob([...command, flag, word], { env });
      expect({ word, status, stderr }).toEqual({
        word,
        status: 0,
        stderr: expect.not.stringContaining('is not known'),
      });
    }
  });
});
