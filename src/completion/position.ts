import type { CommandSyntax, OptionSyntax } from './command-syntax.ts';

/** Where on a command line the cursor is, according to the command tree alone. */
export interface Position {
  readonly command: CommandSyntax;
  /** The command with its group: `project list`. */
  readonly path: string;
  /** The arguments before the cursor. */
  readonly args: readonly string[];
  /** The option whose value is at the cursor. */
  readonly option: OptionSyntax | undefined;
  /** The values of the options before the cursor, by long flag. */
  readonly values: ReadonlyMap<string, readonly string[]>;
  /** The flags before the cursor. */
  readonly given: ReadonlySet<OptionSyntax>;
  /** The word at the cursor, or the part of it that is a value. */
  readonly current: string;
  /** What comes before that part in the word: `--status=`. */
  readonly prefix: string;
  /** True after `--`, where nothing is an option. */
  readonly literal: boolean;
}

/**
 * Reads the words before the cursor as the program would, except that unknown options count as flags.
 * @param before the words after the program's name, without the one at the cursor
 */
export function positionOf(program: CommandSyntax, before: readonly string[], current: string): Position {
  const reader = new LineReader(program);
  for (const word of before) reader.take(word);
  return reader.at(current);
}

class LineReader {
  private readonly program: CommandSyntax;
  private command: CommandSyntax;
  private readonly path: string[] = [];
  private readonly args: string[] = [];
  private readonly values = new Map<string, string[]>();
  private readonly given = new Set<OptionSyntax>();
  private pending: OptionSyntax | undefined;
  private literal = false;
  private sawJobWord = false;

  constructor(program: CommandSyntax) {
    this.program = program;
    this.command = program;
  }

  take(word: string): void {
    if (this.pending !== undefined) {
      this.addValue(this.pending, word);
      this.pending = undefined;
    } else if (this.literal) this.args.push(word);
    else if (word === '--') this.literal = true;
    else if (word.startsWith('-') && word.length > 1) this.takeOption(word);
    else this.takeArgument(word);
  }

  at(word: string): Position {
    const { command, args, values, given, literal } = this;
    const found = { command, path: this.path.join(' '), args, values, given, literal };
    if (this.pending !== undefined) return { ...found, option: this.pending, current: word, prefix: '' };
    const glued = literal || !word.startsWith('-') ? undefined : this.gluedValue(word);
    if (glued === undefined) return { ...found, option: undefined, current: word, prefix: '' };
    return {
      ...found,
      option: glued.option,
      current: glued.value,
      prefix: word.slice(0, -glued.value.length || undefined),
    };
  }

  private takeOption(word: string): void {
    const glued = this.gluedValue(word);
    if (glued !== undefined) {
      this.addValue(glued.option, glued.value);
      return;
    }
    const flags = word.startsWith('--') ? [word] : Array.from(word.slice(1), (letter) => `-${letter}`);
    for (const [index, flag] of flags.entries()) {
      const option = this.find(flag);
      if (option === undefined) return;
      this.given.add(option);
      if (!option.takesValue) continue;
      const rest = flags.slice(index + 1);
      if (rest.length === 0) this.pending = option;
      else this.addValue(option, rest.map((each) => each.slice(1)).join(''));
      return;
    }
  }

  /** `--status=FAIL`, `-pself`. */
  private gluedValue(word: string): { readonly option: OptionSyntax; readonly value: string } | undefined {
    const equals = word.startsWith('--') ? word.indexOf('=') : -1;
    const end = equals > 0 ? equals : 2;
    if (equals < 0 && (word.startsWith('--') || word.length <= 2)) return undefined;
    const option = this.find(word.slice(0, end));
    if (!option?.takesValue) return undefined;
    return { option, value: word.slice(equals > 0 ? end + 1 : end) };
  }

  private takeArgument(word: string): void {
    const next = this.args.length === 0 ? subcommand(this.command, word) : undefined;
    if (next !== undefined) {
      this.command = next;
      this.path.push(next.name);
    } else if (word === 'job' && this.command === this.program && !this.sawJobWord) {
      // `swjob job list` is `swjob list`.
      this.sawJobWord = true;
    } else this.args.push(word);
  }

  private find(flag: string): OptionSyntax | undefined {
    for (const command of [this.command, this.program]) {
      const option = command.options.find(({ flags }) => flags.includes(flag));
      if (option !== undefined) return option;
    }
    return undefined;
  }

  private addValue(option: OptionSyntax, value: string): void {
    this.given.add(option);
    const flag = option.flags[0] ?? '';
    this.values.set(flag, [...(this.values.get(flag) ?? []), value]);
  }
}

function subcommand(command: CommandSyntax, word: string): CommandSyntax | undefined {
  return command.commands.find(({ name, aliases }) => name === word || aliases.includes(word));
}
