# Completes llm in PowerShell 7.3 or later. In $PROFILE: llm completion powershell | Out-String | Invoke-Expression

Register-ArgumentCompleter -Native -CommandName llm -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)

    $words = @($commandAst.CommandElements | Select-Object -Skip 1 |
        Where-Object { $_.Extent.StartOffset -lt $cursorPosition } |
        ForEach-Object {
            if ($_ -is [System.Management.Automation.Language.StringConstantExpressionAst]) { $_.Value } else { $_.Extent.Text }
        })
    if ($wordToComplete -eq '') { $words += '' }

    # Without a result PowerShell offers files itself.
    llm completion words '--' @words 2>$null | Where-Object { $_ -ne ':files' } | ForEach-Object {
        $name, $meaning = $_ -split "`t", 2
        if (-not $meaning) { $meaning = $name }
        $text = if ($name -match '^[\w./:=+-]+$') { $name } else { "'" + $name.Replace("'", "''") + "'" }
        [System.Management.Automation.CompletionResult]::new($text, $name, 'ParameterValue', $meaning)
    }
}
