import { plainText, type Shell, wordsLine } from './shell.ts';

/** PowerShell drops empty arguments: the word at the cursor ends in a sentinel. */
const SENTINEL = '.';

/** PowerShell inserts what it is given: what it would take apart is quoted here. */
export const powershell: Shell = {
  script: (program) => `# Completions of ${program} for PowerShell: load this file in your $PROFILE.

Register-ArgumentCompleter -Native -CommandName '${program}' -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)

    # The words before the cursor without their quotes; the one at the cursor comes as it is typed.
    $words = @($commandAst.CommandElements | Select-Object -Skip 1 |
        Where-Object { $_.Extent.EndOffset -lt $cursorPosition } |
        ForEach-Object {
            if ($_ -is [System.Management.Automation.Language.StringConstantExpressionAst]) { $_.Value }
            else { $_.Extent.Text }
        })
    $lines = @(& ${program} __complete powershell -- @words "$wordToComplete${SENTINEL}" 2>$null)
    if ($lines.Count -eq 0) { return }
    if ($lines[0] -ne 'words') {
        [System.Management.Automation.CompletionCompleters]::CompleteFilename($wordToComplete)
        return
    }
    $lines | Select-Object -Skip 1 | ForEach-Object {
        $value, $description = $_ -split "\`t", 2
        if (-not $description) { $description = $value }
        $typed = if ($value -match '^[\\w./:=+-]+$') { $value } else { "'" + $value.Replace("'", "''") + "'" }
        [System.Management.Automation.CompletionResult]::new($typed, $value, 'ParameterValue', $description)
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

/** What stands within quotes, closed or not. */
function unquoted(word: string): string {
  const quote = word.charAt(0);
  if (quote !== "'" && quote !== '"') return word;
  const inner = word.length > 1 && word.endsWith(quote) ? word.slice(1, -1) : word.slice(1);
  return quote === "'" ? inner.replaceAll("''", "'") : inner;
}
