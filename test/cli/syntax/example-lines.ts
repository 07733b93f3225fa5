import { spawnSync } from 'node:child_process';
import type { Command } from 'commander';
import { examplesOf } from '../../../src/cli/syntax/examples.ts';
import { TOPICS } from '../../../src/cli/syntax/topics.ts';
import { python } from '../at-terminal.ts';

/** An example as printed. */
export interface ExampleLine {
  /** The command that the example is for: `instance login`. */
  readonly of: string;
  readonly line: string;
  readonly purpose: string;
}

/** The command, and every visible one below it. */
export function withSubcommands(parent: Command): readonly Command[] {
  const visible = parent.createHelp().visibleCommands(parent);
  return [parent, ...visible.flatMap(withSubcommands)];
}

/** `instance login`; `swjob` for the program itself. */
export function nameOf(command: Command): string {
  const { parent } = command;
  return parent?.parent ? `${nameOf(parent)} ${command.name()}` : command.name();
}

/** All examples of the help, of commands and in topics. */
export async function allExamples(program: Command): Promise<readonly ExampleLine[]> {
  const ofCommands = withSubcommands(program).flatMap((command) =>
    examplesOf(command).map(([line, purpose]) => ({ of: nameOf(command), line, purpose })),
  );
  const ofTopics: ExampleLine[] = [];
  for (const [topic, { load }] of Object.entries(TOPICS)) {
    const lines = (await load()).matchAll(/^ {2}(swjob .*)$/gm);
    for (const [, line = ''] of lines) ofTopics.push({ of: `help ${topic}`, line, purpose: '' });
  }
  return [...ofCommands, ...ofTopics];
}

/** The flags of an example that its command does not accept. */
export function unknownFlags(line: string, program: Command): readonly string[] {
  const withoutTexts = line.replace(/'[^']*'/g, "''");
  return Array.from(withoutTexts.matchAll(/\bswjob ([^|&;<>()]*)/g), ([, words = '']) =>
    words.trim().split(/\s+/),
  ).flatMap((words) => {
    let command = program;
    for (const word of words) {
      command = command.commands.find((each) => each.name() === word || each.aliases().includes(word)) ?? command;
    }
    const options = [command, program].flatMap((each) => each.createHelp().visibleOptions(each));
    const known = new Set(options.flatMap(({ long, short }) => [long, short]));
    const flags = words.filter((word) => /^--?\w/.test(word)).map((word) => word.replace(/=.*/, ''));
    return flags.filter((flag) => !known.has(flag));
  });
}

/** What the machine lacks to run an example; null if nothing. */
export function missingTool({ of, line, purpose }: ExampleLine): string | null {
  if (/\bjq\b/.test(line) && !isInstalled('jq')) return 'jq';
  if (asks({ line, purpose }) && python === undefined) return 'Python, for a terminal';
  // Even a dry run asks the engine.
  const needsEngine = of === 'doctor' ? !line.includes('--store') : of === 'create' && !line.includes('-p srv');
  return needsEngine && python === undefined ? 'Python with the Starwhale engine' : null;
}

/** Whether a user has to answer on a terminal. */
export function asks({ line, purpose }: Pick<ExampleLine, 'line' | 'purpose'>): boolean {
  return /\bask(?:s|ing)\b/.test(purpose) || /^swjob instance login (?!.*stdin)/.test(line);
}

function isInstalled(tool: string): boolean {
  return spawnSync('sh', ['-c', `command -v ${tool}`]).status === 0;
}
