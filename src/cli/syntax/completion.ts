import { Argument, type Command } from 'commander';
import { SHELLS } from '../../completion/shells/names.ts';
import type { Context } from '../context.ts';
import { examples } from './examples.ts';

/** The command that prints a shell's script, and the hidden one that the scripts call. */
export function addCompletionCommands(program: Command, context: Context): void {
  const shellArgument = new Argument('<shell>', 'bash, zsh, fish or powershell');
  // For completions only: the command itself checks the value, and suggests a similar one.
  shellArgument.argChoices = [...SHELLS];
  const completion = program
    .command('completion')
    .addArgument(shellArgument)
    .summary('print the completion script for a shell')
    .description(
      [
        'Print the completion script for a shell. It completes commands, options, and names of jobs, tables and columns.',
        '',
        'bash        eval "$(swjob completion bash)"  in ~/.bashrc',
        'zsh         source <(swjob completion zsh)   in ~/.zshrc, after compinit',
        'fish        swjob completion fish | source  in ~/.config/fish/config.fish',
        'PowerShell  swjob completion powershell | Out-String | iex  in $PROFILE',
        '',
        'A shell starts faster with the script in a file, as in the examples.',
      ].join('\n'),
    )
    .action(async (word: string) => {
      const { oneOf } = await import('../global-options.ts');
      const shell = oneOf(SHELLS, word, 'the shell');
      await (await import('../commands/completion.ts')).printScript(program, shell, context);
    });
  examples(completion, [
    ['source <(swjob completion bash)', 'For this shell only; in ~/.bashrc, for every bash'],
    ['swjob completion zsh > ~/.zfunc/_swjob', 'For zsh, where ~/.zfunc is a folder of $fpath'],
    ['swjob completion fish > ~/.config/fish/completions/swjob.fish', 'For fish'],
  ]);
  program
    .command('__complete', { hidden: true })
    .argument('<shell>')
    .argument('[words...]')
    .action(async (shell: string, words: readonly string[]) => {
      await (await import('../commands/completion.ts')).printAnswer(program, shell, words, context);
    });
}
