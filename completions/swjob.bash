# Completions of swjob for bash 3.2 and later: source this file, or put it where bash-completion looks.

_swjob() {
  COMPREPLY=()
  local kind='' line word=$2 head=''
  # The line up to the cursor, the part of it that bash will replace, and why bash asks.
  while IFS= read -r line; do
    if [[ -z $kind ]]; then kind=$line; else COMPREPLY+=("$line"); fi
  done < <(swjob __complete bash -- "${COMP_LINE:0:COMP_POINT}" "$2" "${COMP_TYPE-}" 2>/dev/null)

  case $kind in
    onward) compopt -o nospace 2>/dev/null ;;
    files | @files | folders)
      # By default, a word begins after = and @ in bash.
      if [[ $word == --*=* ]]; then head=${word%%=*}= word=${word#*=}; fi
      if [[ $kind == @files && $word == @* ]]; then head+=@ word=${word#@}; fi
      local action=-f
      if [[ $kind == folders ]]; then action=-d; fi
      compopt -o filenames 2>/dev/null
      while IFS= read -r line; do COMPREPLY+=("$head$line"); done < <(compgen "$action" -- "$word")
      ;;
  esac
}

complete -o nosort -F _swjob swjob 2>/dev/null || complete -F _swjob swjob
