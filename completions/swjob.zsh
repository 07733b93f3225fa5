#compdef swjob
# Completions of swjob for zsh: put this file as _swjob into a folder of $fpath, or source it after compinit.

_swjob() {
  local line kind
  local -a values shown onward onward_shown
  # The unquoted words before the cursor, and the part of the word at the cursor that comes before it.
  for line in "${(@f)$(swjob __complete zsh -- "${(@Q)words[2,CURRENT-1]}" "${(Q)PREFIX}" 2>/dev/null)}"; do
    if [[ -z $kind ]]; then
      kind=$line
    elif [[ $line == +* ]]; then
      onward+=("${${line#?}%%$'\t'*}")
      onward_shown+=("${line#*$'\t'}")
    else
      values+=("${${line#?}%%$'\t'*}")
      shown+=("${line#*$'\t'}")
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

if [[ $funcstack[1] == _swjob ]]; then
  _swjob "$@"
else
  compdef _swjob swjob
fi
