import { shellWords } from './quoting.ts';
import { plainText, type Shell } from './shell.ts';

/** Fish takes lines of value, tab, description; it quotes what it inserts, and adds no space after a slash. */
export const fish: Shell = {
  script: (program) => `# Completions of ${program} for fish: put this file into ~/.config/fish/completions/.

function __${program}_complete
    set -l words (commandline -opc)
    set -l current (commandline -ct)
    set -l lines (${program} __complete fish -- $words "$current" 2>/dev/null)
    switch "$lines[1]"
        # For a command that it does not know, fish completes files, also after --flag= and inside quotes.
        case files
            complete -C"__${program}_nothing $current"
        case @files
            set -l flag (string match -r -- '^[^@]*@' "$current")
            complete -C"__${program}_nothing "(string sub -s (math 1 + (string length -- "$flag")) -- "$current") | string replace -r -- '^' "$flag"
        case folders
            complete -C"__${program}_nothing $current" | string match -r -- '.*/$'
        case words
            printf '%s\\n' $lines[2..-1]
    end
end

complete -c ${program} -e
complete -c ${program} -f -k -a '(__${program}_complete)'
`,
  // The words begin with the program, possibly after `command` or `env`; the word at the cursor comes as typed.
  line(args) {
    const words = args.slice(0, -1);
    const program = Math.max(
      0,
      words.findIndex((word) => /(?:^|\/)swjob$/.test(word)),
    );
    const current = shellWords(args.at(-1) ?? '', 'fish').map(({ text }) => text);
    return { before: words.slice(program + 1), current: current.join(' ') };
  },
  text: plainText,
};
