import type { Candidate } from '../candidate.ts';
import { quoteWord, shellWords } from './quoting.ts';
import type { Shell } from './shell.ts';

/** Bash's COMP_TYPE when it lists candidates instead of inserting their common beginning: ? ! @ */
const LISTING: ReadonlySet<string> = new Set(['63', '33', '64']);

/**
 * Bash splits words at characters such as `:` and `@`, and replaces only the part after the last of them. So the script
 * passes the whole line, and gets candidates as they would be typed, quoted, without the part that bash keeps.
 */
export const bash: Shell = {
  script: (
    program,
  ) => `# Completions of ${program} for bash 3.2 and later: source this file, or put it where bash-completion looks.

_${program}() {
  COMPREPLY=()
  local kind='' line word=$2 head=''
  # The line up to the cursor, the part of it that bash will replace, and why bash asks.
  while IFS= read -r line; do
    if [[ -z $kind ]]; then kind=$line; else COMPREPLY+=("$line"); fi
  done < <(${program} __complete bash -- "\${COMP_LINE:0:COMP_POINT}" "$2" "\${COMP_TYPE-}" 2>/dev/null)

  case $kind in
    onward) compopt -o nospace 2>/dev/null ;;
    files | @files | folders)
      # By default, a word begins after = and @ in bash.
      if [[ $word == --*=* ]]; then head=\${word%%=*}= word=\${word#*=}; fi
      if [[ $kind == @files && $word == @* ]]; then head+=@ word=\${word#@}; fi
      local action=-f
      if [[ $kind == folders ]]; then action=-d; fi
      compopt -o filenames 2>/dev/null
      while IFS= read -r line; do COMPREPLY+=("$head$line"); done < <(compgen "$action" -- "$word")
      ;;
  esac
}

complete -o nosort -F _${program} ${program} 2>/dev/null || complete -F _${program} ${program}
`,
  line([line = '']) {
    const [, ...words] = shellWords(line);
    return { before: words.slice(0, -1).map(({ text }) => text), current: words.at(-1)?.text ?? '' };
  },
  text({ kind, candidates }, [line = '', replaced = '', type = '']) {
    const { raw, quote } = shellWords(line).at(-1) ?? { raw: '', quote: '' };
    const kept = raw.endsWith(replaced) ? raw.length - replaced.length : 0;
    // Not reopened: a quote that was closed, or opened inside the word.
    const typed = candidates.map(({ value, goesOn }) => {
      const word = quoteWord(value, quote);
      // Bash closes the quote, unless the word already ends in that character.
      const isClosed = quote !== '' && !goesOn && word.length > 1 && word.endsWith(quote);
      return (isClosed ? word + quote : word).slice(kept);
    });
    const goesOn = candidates.length > 0 && candidates.every((each) => each.goesOn);
    const shown = LISTING.has(type) && candidates.length > 1 ? described(typed, candidates) : typed;
    return [goesOn ? 'onward' : kind, ...shown, ''].join('\n');
  },
};

/** Adds the descriptions to candidates that bash only lists: it has no other place for them. */
function described(typed: readonly string[], candidates: readonly Candidate[]): readonly string[] {
  const width = Math.min(40, Math.max(...typed.map((text) => text.length)));
  return typed.map((text, index) => {
    const description = candidates[index]?.description;
    return description ? `${text.padEnd(width)}  (${description})` : text;
  });
}
