import { PassThrough } from 'node:stream';
import type { Command } from 'commander';
import type { Context } from '../cli/context.ts';
import { buildProgram } from '../cli/program.ts';
import type { HelpPages } from '../cli/quick-help.ts';
import { HelpLayout } from '../cli/syntax/help-layout.ts';
import { TOPICS } from '../cli/syntax/topics.ts';
import { type ManTopic, manPagesOf } from './man-pages.ts';
import { SHELLS } from './shells/names.ts';
import { SCRIPT_FILES } from './shells/shell.ts';
import { shellNamed } from './shells/shells.ts';
import { syntaxOf, syntaxText } from './syntax-of.ts';

/** The files of completions/ by name: what `swjob completion SHELL` prints, and the command tree for the answers. */
export function completionFiles(): ReadonlyMap<string, string> {
  const { program } = commandTree();
  const files = new Map([['commands.json', syntaxText(syntaxOf(program))]]);
  for (const name of SHELLS) {
    const shell = shellNamed(name);
    if (shell !== undefined) files.set(SCRIPT_FILES[name], shell.script(program.name()));
  }
  return files;
}

/** The files of man/ by name: the texts of `--help` and of the help topics as manual pages. */
export async function manPages(): Promise<ReadonlyMap<string, string>> {
  const { program } = commandTree();
  const topics: ManTopic[] = [];
  for (const [name, { summary, load }] of Object.entries(TOPICS)) topics.push({ name, summary, text: await load() });
  return manPagesOf(program, topics);
}

/** The `--help` of all commands as data, to print without the command tree. */
export function helpPages(): HelpPages {
  const { program } = commandTree();
  return Object.fromEntries(
    namedCommands(program, '').map(([name, command]) => [name, new HelpLayout().page(command)]),
  );
}

function namedCommands(command: Command, name: string): readonly (readonly [name: string, command: Command])[] {
  const below = new HelpLayout().visibleCommands(command).flatMap((each) => {
    const names = [each.name(), ...each.aliases()];
    return names.flatMap((own) => namedCommands(each, `${name} ${own}`.trim()));
  });
  return [[name, command], ...below];
}

/** The command tree of a program that is not run, and what its commands print for `--help`. */
export function commandTree(): { readonly program: Command; readonly helpOf: (command: Command) => string } {
  let printed = '';
  const stdout = new PassThrough();
  stdout.write = (chunk: unknown) => {
    printed += String(chunk);
    return true;
  };
  const context: Context = {
    stdin: new PassThrough(),
    stdout,
    stderr: new PassThrough(),
    env: {},
    home: undefined,
    pid: 0,
    now: () => 0,
    sleep: async () => undefined,
    spawn: () => {
      throw new Error('only texts are made here');
    },
    onInterrupt: () => () => undefined,
  };
  const program = buildProgram(context, () => undefined);
  const helpOf = (command: Command) => {
    printed = '';
    command.outputHelp();
    return printed;
  };
  return { program, helpOf };
}
