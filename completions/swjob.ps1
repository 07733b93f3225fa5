# Completions of swjob for PowerShell 5 and later: load this file in your $PROFILE.

Register-ArgumentCompleter -Native -CommandName 'swjob' -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)

    # The words before the cursor without their quotes; the one at the cursor as it is typed.
    $words = @($commandAst.CommandElements | Select-Object -Skip 1 |
        Where-Object { $_.Extent.EndOffset -lt $cursorPosition } |
        ForEach-Object {
            if ($_ -is [System.Management.Automation.Language.StringConstantExpressionAst]) { $_.Value }
            else { $_.Extent.Text }
        })
    $lines = @(& swjob __complete powershell -- @words "$wordToComplete." 2>$null)
    if ($lines.Count -eq 0) { return }
    $kind = $lines[0]
    if ($kind -eq 'words') {
        $lines | Select-Object -Skip 1 | ForEach-Object {
            $value, $description = $_ -split "`t", 2
            if (-not $description) { $description = $value }
            $typed = $value
            if ($value -notmatch '^[\w./:=+-]+$') {
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
