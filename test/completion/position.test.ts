import { describe, expect, it } from 'vitest';
import { commandTree } from '../../src/completion/generated-files.ts';
import { positionOf } from '../../src/completion/position.ts';
import { syntaxOf } from '../../src/completion/syntax-of.ts';

const program = syntaxOf(commandTree().program);

function at(...words: readonly string[]) {
  const { path, args, option, current, prefix, values } = positionOf(program, words.slice(0, -1), words.at(-1) ?? '');
  return { command: path, args, option: option?.flags[0], current, prefix, values: Object.fromEntries(values) };
}

describe('positionOf', () => {
  it('finds the command after global options and the word job', () => {
    expect(at('-o', 'json', 'job', 'ls', 'x')).toMatchObject({ command: 'list', args: [], current: 'x' });
    expect(at('project', 'use', '')).toMatchObject({ command: 'project select', args: [] });
    expect(at('info', 'job', '')).toMatchObject({ command: 'info', args: ['job'] });
  });

  it('distinguishes a value from an argument', () => {
    expect(at('list', '--status', 'F')).toMatchObject({ option: '--status', current: 'F', prefix: '' });
    expect(at('list', '--status=F')).toMatchObject({ option: '--status', current: 'F', prefix: '--status=' });
    expect(at('list', '--status=')).toMatchObject({ option: '--status', current: '', prefix: '--status=' });
    expect(at('list', '-pse')).toMatchObject({ option: '--project', current: 'se', prefix: '-p' });
    expect(at('list', '-qp', 'se')).toMatchObject({ option: '--project', current: 'se', prefix: '' });
    expect(at('list', '--all', 'x')).toMatchObject({ option: undefined, current: 'x' });
    expect(at('list', '--al')).toMatchObject({ option: undefined, current: '--al' });
  });

  it('keeps the values of options before the cursor', () => {
    expect(at('create', '-m', 'clf', '--dataset=a', '-db', '-qp', 'self', '--handler', '')).toMatchObject({
      option: '--handler',
      values: { '--model': ['clf'], '--dataset': ['a', 'b'], '--project': ['self'] },
    });
  });

  it('takes nothing for an option after --', () => {
    expect(at('rows', '--', '-x', '--limit')).toMatchObject({ args: ['-x'], option: undefined, current: '--limit' });
  });

  it('continues after unknown options', () => {
    expect(at('rows', '--nosuch', 'job', '--no=such', 't')).toMatchObject({ command: 'rows', args: ['job'] });
  });
});
