import { Command, type ErrorOptions, type Help, Option } from 'commander';
import type { Command as RunCommand } from '../run.ts';
import { HelpLayout } from './help-layout.ts';

/** A command line that the command tree rejects, with the command that rejected it. */
export class WrongUsage extends Error {
  readonly command: Command;
  /** Commander's name for what is wrong, such as `commander.unknownOption`. */
  readonly code: string;

  constructor(command: Command, message: string, code: string) {
    super(message);
    this.name = 'WrongUsage';
    this.command = command;
    this.code = code;
  }
}

/** A command of the tree: its help has our layout, and its errors say which command they belong to. */
export class SwjobCommand extends Command {
  override createCommand(name?: string): SwjobCommand {
    return new SwjobCommand(name);
  }

  override createHelp(): Help {
    return new HelpLayout();
  }

  override error(message: string, options: ErrorOptions = {}): never {
    throw new WrongUsage(this, message, options.code ?? '');
  }
}

/** Adds the action that loads a command's code when it is called. */
export type Lazy = <Options>(load: () => Promise<RunCommand<Options>>) => (...args: unknown[]) => Promise<void>;

/** Collects the values of an option that may be given several times. */
export function collect(value: string, previous: readonly string[] | undefined): string[] {
  return [...(previous ?? []), value];
}

/** A flag that users of other tools know: a synonym of one of our options, not shown in the help. */
export class OtherFlag extends Option {
  readonly #meant: string;

  /** `meant` is the name of our option, in camel case. */
  constructor(flags: string, meant: string) {
    super(flags);
    this.#meant = meant;
    this.hideHelp();
  }

  override attributeName(): string {
    return this.#meant;
  }
}
