#compdef swjob
# Completions of swjob for zsh: put this file as _swjob into a folder of $fpath, or source it after compinit.

_swjob() {
  local line kind value
  local -a values descriptions onward onward_descriptions
  # The words before the cursor as they are meant, and what stands before the cursor of its own word.
  for line in "${(@f)$(swjob __complete zsh -- "${(@Q)words[2,CURRENT-1]}" "${(Q)PREFIX}" 2>/dev/null)}"; do
    if [[ -z $kind ]]; then kind=$line; continue; fi
    value=${line%%$'\t'*}
    if [[ $value == *[/=] ]]; then
      onward+=("$value")
      onward_descriptions+=("${line/$'\t'/  -- }")
    else
      values+=("$value")
      descriptions+=("${line/$'\t'/  -- }")
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

if [[ $funcstack[1] == _swjob ]]; then
  _swjob "$@"
else
  compdef _swjob swjob
fi
