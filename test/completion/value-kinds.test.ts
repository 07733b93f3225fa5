import type { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { commandTree } from '../../src/completion/generated-files.ts';
import { takesValue } from '../../src/completion/position.ts';
import { kindOfArgument, kindOfOption } from '../../src/completion/value-kinds.ts';
import { storeEnv, swjob } from '../support/cli.ts';
import { unpackStore } from '../support/stores.ts';

const { program } = commandTree();
const commands: readonly Command[] = [program, ...program.commands.flatMap((each) => [each, ...each.commands])];
const shown = commands.filter((command) => !command.name().startsWith('__'));

describe('the kinds of values', () => {
  it.each(shown.map((command) => [command.name(), command] as const))('know every value of %s', (_name, command) => {
    const options = command.options.filter((option) => takesValue(option) && kindOfOption(option) === undefined);
    expect(options.map(({ flags }) => flags)).toEqual([]);
    const unknown = command.registeredArguments.filter((argument) => kindOfArgument(argument) === undefined);
    expect(unknown.map((argument) => argument.name())).toEqual([]);
  });

  it.each([
    ['--output', ['list']],
    ['--color', ['list']],
    ['--status', ['list']],
    ['--key-type', ['rows', 'qsrg', 'labels']],
  ])('of %s are words that it takes', async (flag, command) => {
    const env = storeEnv(await unpackStore('real'));
    const words = (await swjob(['__complete', 'zsh', '--', ...command, flag, ''], { env })).stdout
      .split('\n')
      .slice(1, -1);
    expect(words.length).toBeGreaterThan(2);
    for (const word of words) {
      const { status, stderr } = await swjob([...command, flag, word], { env });
      expect([word, status, stderr]).toEqual([word, 0, '']);
    }
  });
});
