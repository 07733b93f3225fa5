import { plainText, type Shell, wordsLine } from './shell.ts';

/** Zsh quotes what it inserts, and shows descriptions. */
export const zsh: Shell = {
  script: (program) => `#compdef ${program}
# Completions of ${program} for zsh: put this file as _${program} into a folder of $fpath, or source it after compinit.

_${program}() {
  local line kind value
  local -a values descriptions onward onward_descriptions
  # The words before the cursor as they are meant, and what stands before the cursor of its own word.
  for line in "\${(@f)$(${program} __complete zsh -- "\${(@Q)words[2,CURRENT-1]}" "\${(Q)PREFIX}" 2>/dev/null)}"; do
    if [[ -z $kind ]]; then kind=$line; continue; fi
    value=\${line%%$'\\t'*}
    if [[ $value == *[/=] ]]; then
      onward+=("$value")
      onward_descriptions+=("\${line/$'\\t'/  -- }")
    else
      values+=("$value")
      descriptions+=("\${line/$'\\t'/  -- }")
    fi
  done

  case $kind in
    files) compset -P '--*='; _files ;;
    folders) compset -P '--*='; _files -/ ;;
    *)
      (( $#values )) && compadd -l -V values -d descriptions -a values
      (( $#onward )) && compadd -l -V onward -S '' -d onward_descriptions -a onward
      ;;
  esac
}

if [[ $funcstack[1] == _${program} ]]; then
  _${program} "$@"
else
  compdef _${program} ${program}
fi
`,
  line: wordsLine,
  text: plainText,
};
