import type { Candidate } from '../candidate.ts';
import { type Shell, wordsLine } from './shell.ts';

/** Wider values do not indent the descriptions of all others. */
const MAX_WIDTH = 40;

/**
 * Zsh quotes what it inserts. The first character of a line says whether the word continues (`+`); the value and the
 * text to list follow.
 */
export const zsh: Shell = {
  script: (program) => `#compdef ${program}
# Completions of ${program} for zsh: put this file as _${program} into a folder of $fpath, or source it after compinit.

_${program}() {
  local line kind
  local -a values shown onward onward_shown
  # The unquoted words before the cursor, and the part of the word at the cursor that comes before it.
  for line in "\${(@f)$(${program} __complete zsh -- "\${(@Q)words[2,CURRENT-1]}" "\${(Q)PREFIX}" 2>/dev/null)}"; do
    if [[ -z $kind ]]; then
      kind=$line
    elif [[ $line == +* ]]; then
      onward+=("\${\${line#?}%%$'\\t'*}")
      onward_shown+=("\${line#*$'\\t'}")
    else
      values+=("\${\${line#?}%%$'\\t'*}")
      shown+=("\${line#*$'\\t'}")
    fi
  done

  case $kind in
    words)
      (( $#values )) && compadd -l -V values -d shown -a values
      (( $#onward )) && compadd -l -V onward -S '' -d onward_shown -a onward
      ;;
    files) compset -P '--*='; _files ;;
    @files) compset -P '--*='; compset -P '@'; _files ;;
    folders) compset -P '--*='; _files -/ ;;
  esac
}

if [[ $funcstack[1] == _${program} ]]; then
  _${program} "$@"
else
  compdef _${program} ${program}
fi
`,
  line: wordsLine,
  text({ kind, candidates }) {
    const width = Math.min(MAX_WIDTH, Math.max(0, ...candidates.map(({ value }) => value.length)));
    return [kind, ...candidates.map((each) => listLine(each, width)), ''].join('\n');
  },
};

function listLine({ value, description, goesOn }: Candidate, width: number): string {
  const shown = description ? `${value.padEnd(width)}  -- ${description}` : value;
  return `${goesOn ? '+' : '-'}${value}\t${shown}`;
}
