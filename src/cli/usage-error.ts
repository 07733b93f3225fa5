import type { Command } from 'commander';
import { oneLine, show } from '../text/show.ts';
import { closest, didYouMean, meant } from '../text/suggest.ts';
import { commandOfOthers, optionOfOthers } from './other-tools.ts';
import type { WrongUsage } from './syntax/command.ts';
import { TOPICS } from './syntax/topics.ts';

/** A usage error as printed: one line, then a hint. */
export interface UsageProblem {
  readonly message: string;
  readonly hint: string;
}

/** What is wrong with a command line, and what may have been meant. */
export function usageProblem({ command, code, message }: WrongUsage): UsageProblem {
  const text = message.replace(/^error: /, '');
  const word = /^unknown (?:option|command) '(.*)'$/s.exec(text)?.[1] ?? '';
  if (code === 'commander.unknownOption') return unknownOption(command, word);
  if (code === 'commander.unknownCommand') return unknownCommand(command, word);
  if (code === 'commander.excessArguments') {
    const hint = excessMeant(command);
    if (hint !== undefined) return { message: text, hint: `${hint} ${moreOf(command)}` };
  }
  return { message: text, hint: `Usage: ${command.createHelp().commandUsage(command)}\n${moreOf(command)}` };
}

/** For options without a command. */
export const NO_COMMAND: UsageProblem = {
  message: 'the command is missing',
  hint: 'Run `swjob --help` for a list of commands.',
};

function unknownOption(command: Command, word: string): UsageProblem {
  // The value behind the = may be a secret.
  const flag = word.replace(/^([^=\s]*)=.*$/s, '$1');
  if (flag !== word && [command, ...ancestorsOf(command)].flatMap(flagsOf).includes(flag)) {
    const use = flag === '--json' ? 'Choose fields with --fields.' : `Write it alone: ${flag}.`;
    return { message: `${flag} takes no value`, hint: `${use} ${moreOf(command)}` };
  }
  const hint = [optionMeant(command, flag), moreOf(command)].filter(Boolean).join(' ');
  return { message: `unknown option ${show(flag)}`, hint };
}

function optionMeant(command: Command, flag: string): string | undefined {
  const flags = [command, ...ancestorsOf(command)].flatMap(flagsOf);
  const other = optionOfOthers(flag, flags);
  if (other !== undefined) return other;
  const owner = command.parent === null ? command.commands.find((each) => flagsOf(each).includes(flag)) : undefined;
  if (owner !== undefined) return `Put it after its command: swjob ${owner.name()} ${flag}.`;
  // A single letter is close to everything.
  return flag.startsWith('--') ? didYouMean(flag, flags) : undefined;
}

function unknownCommand(parent: Command, word: string): UsageProblem {
  const message =
    parent.parent === null ? `unknown command ${show(word)}` : `${pathOf(parent)} has no command ${show(word)}`;
  return { message, hint: [commandMeant(parent, word), moreOf(parent)].filter(Boolean).join(' ') };
}

function commandMeant(parent: Command, word: string): string | undefined {
  const words = parent.args.slice(parent.args.indexOf(word)).filter((each) => !each.startsWith('-'));
  const names = commandNames(parent);
  const other = commandOfOthers(parent.parent === null ? null : parent.name(), words, names);
  if (other !== undefined) return other;
  if (parent.parent === null && Object.hasOwn(TOPICS, word)) return `Run \`swjob help ${word}\` for that topic.`;
  // An alias may be closer than its command's name, which is what we suggest.
  const near = closest(word, names.keys()).map((name) => names.get(name) ?? name);
  return meant([...new Set(near)]);
}

/** The names of a command's commands, by name and alias. */
function commandNames(parent: Command): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const each of parent.createHelp().visibleCommands(parent)) {
    for (const name of [each.name(), ...each.aliases()]) names.set(name, each.name());
  }
  return names;
}

/** A hint for an excess argument. */
function excessMeant(command: Command): string | undefined {
  const word = command.args[command.registeredArguments.length] ?? '';
  const given = rootOf(command).rawArgs;
  // As gh takes it: --json id,status
  if (given[given.indexOf(word) - 1] === '--json') return `Choose fields with --fields: --json --fields ${word}.`;
  const takesProject = command.registeredArguments.length === 0 && flagsOf(command).includes('--project');
  return takesProject ? `Name a project with -p: ${pathOf(command)} -p ${oneLine(word)}.` : undefined;
}

function rootOf(command: Command): Command & { readonly rawArgs: readonly string[] } {
  return (command.parent === null ? command : rootOf(command.parent)) as ReturnType<typeof rootOf>;
}

function flagsOf(command: Command): readonly string[] {
  const visible = command.createHelp().visibleOptions(command);
  return visible.flatMap(({ long }) => long ?? []);
}

function ancestorsOf(command: Command): readonly Command[] {
  return command.parent === null ? [] : [command.parent, ...ancestorsOf(command.parent)];
}

/** `swjob instance login`. */
function pathOf(command: Command): string {
  return command.parent === null ? command.name() : `${pathOf(command.parent)} ${command.name()}`;
}

function moreOf(command: Command): string {
  if (command.parent === null) return 'Run `swjob --help` for a list of commands and options.';
  return `Run \`${pathOf(command)} --help\` for ${command.commands.length > 0 ? 'its commands' : 'usage'}.`;
}
