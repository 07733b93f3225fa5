/** What completions need to know about a command or the program itself; `completions/commands.json` holds one. */
export interface CommandSyntax {
  readonly name: string;
  readonly aliases: readonly string[];
  readonly summary: string;
  readonly options: readonly OptionSyntax[];
  readonly arguments: readonly ArgumentSyntax[];
  readonly commands: readonly CommandSyntax[];
}

export interface OptionSyntax {
  /** The long one first. */
  readonly flags: readonly string[];
  readonly description: string;
  readonly takesValue?: boolean | undefined;
  /** Whether it may be given several times. */
  readonly repeatable?: boolean | undefined;
  /** Not in the help, so not offered. */
  readonly hidden?: boolean | undefined;
  readonly choices?: readonly string[] | undefined;
}

export interface ArgumentSyntax {
  readonly name: string;
  readonly variadic?: boolean | undefined;
  readonly choices?: readonly string[] | undefined;
}
