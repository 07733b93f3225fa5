import { Argument, type Command } from 'commander';
import type { Context } from '../context.ts';
import { examples } from './examples.ts';

export const SHELLS = ['bash', 'zsh', 'fish', 'powershell'] as const;
export type ShellName = (typeof SHELLS)[number];

/** The command that prints a shell's script, and the hidden one that the scripts ask. */
export function addCompletionCommands(program: Command, context: Context): void {
  const completion = program
    .command('completion')
    .addArgument(new Argument('<shell>', 'your shell').choices(SHELLS))
    .summary("print the script for a shell's completions")
    .description(
      [
        "Print the script for a shell's completions: of commands, options, and what there is: jobs, tables, columns.",
        '',
        'bash        eval "$(swjob completion bash)"      in ~/.bashrc',
        'zsh         source <(swjob completion zsh)       in ~/.zshrc, after compinit',
        'fish        swjob completion fish | source       in ~/.config/fish/config.fish',
        'PowerShell  swjob completion powershell | Out-String | iex    in $PROFILE',
        '',
        'A shell starts faster that has the script as a file, as in the examples.',
      ].join('\n'),
    )
    .action(async (shell: string) => {
      await (await import('../commands/completion.ts')).printScript(program, shell, context);
    });
  examples(completion, [
    ['swjob completion bash > ~/.local/share/bash-completion/completions/swjob', 'for bash with bash-completion'],
    ['swjob completion zsh > ~/.zfunc/_swjob', 'for zsh, where ~/.zfunc is in $fpath before compinit'],
    ['swjob completion fish > ~/.config/fish/completions/swjob.fish', 'for fish'],
  ]);
  program
    .command('__complete', { hidden: true })
    .argument('<shell>')
    .argument('[words...]')
    .action(async (shell: string, words: readonly string[]) => {
      await (await import('../commands/completion.ts')).printAnswer(program, shell, words, context);
    });
}
