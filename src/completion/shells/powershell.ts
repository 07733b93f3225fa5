import { plainText, type Shell, wordsLine } from './shell.ts';

/** PowerShell drops empty arguments: the word at the cursor ends in a sentinel. */
const SENTINEL = '.';

/** PowerShell inserts candidates as they are: the script quotes those that it would split. */
export const powershell: Shell = {
  script: (program) => `# Completions of ${program} for PowerShell 5 and later: load this file in your $PROFILE.

Register-ArgumentCompleter -Native -CommandName '${program}' -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)

    # The words before the cursor without their quotes; the one at the cursor as it is typed.
    $words = @($commandAst.CommandElements | Select-Object -Skip 1 |
        Where-Object { $_.Extent.EndOffset -lt $cursorPosition } |
        ForEach-Object {
            if ($_ -is [System.Management.Automation.Language.StringConstantExpressionAst]) { $_.Value }
            else { $_.Extent.Text }
        })
    $lines = @(& ${program} __complete powershell -- @words "$wordToComplete${SENTINEL}" 2>$null)
    if ($lines.Count -eq 0) { return }
    $kind = $lines[0]
    if ($kind -eq 'words') {
        $lines | Select-Object -Skip 1 | ForEach-Object {
            $value, $description = $_ -split "\`t", 2
            if (-not $description) { $description = $value }
            $typed = $value
            if ($value -notmatch '^[\\w./:=+-]+$') {
                # A typographic quote also ends a string.
                $typed = "'" + [System.Management.Automation.Language.CodeGeneration]::EscapeSingleQuotedStringContent($value) + "'"
            }
            [System.Management.Automation.CompletionResult]::new($typed, $value, 'ParameterValue', $description)
        }
        return
    }

    # Files and folders, after --flag= and, for @files, after @.
    $pattern = '^(?:--[^=]*=)?'
    if ($kind -eq '@files') { $pattern += '@' }
    $head = [regex]::Match($wordToComplete, $pattern).Value
    [System.Management.Automation.CompletionCompleters]::CompleteFilename($wordToComplete.Substring($head.Length)) |
        Where-Object { $kind -ne 'folders' -or $_.ResultType -eq 'ProviderContainer' } |
        ForEach-Object {
            [System.Management.Automation.CompletionResult]::new(
                $head + $_.CompletionText, $_.ListItemText, $_.ResultType, $_.ToolTip)
        }
}
`,
  line(args) {
    const { before, current } = wordsLine(args);
    const word = current.endsWith(SENTINEL) ? current.slice(0, -SENTINEL.length) : current;
    return { before, current: unquoted(word) };
  },
  text: plainText,
};

/** Typographic quotes are quotes to PowerShell. */
const SINGLE = /['\u2018-\u201b]/;
const DOUBLE = /["\u201c-\u201e]/;

/** The meaning of a word: a doubled quote inside quotes is one quote, a backtick escapes what follows it. */
function unquoted(word: string): string {
  const quote = [SINGLE, DOUBLE].find((each) => each.test(word.charAt(0)));
  let text = '';
  for (let at = quote === undefined ? 0 : 1; at < word.length; at++) {
    if (word[at] === '`' && quote !== SINGLE) at++;
    else if (quote?.test(word.charAt(at))) {
      if (!quote.test(word.charAt(at + 1))) return text;
      at++;
    }
    text += word.charAt(at);
  }
  return text;
}
