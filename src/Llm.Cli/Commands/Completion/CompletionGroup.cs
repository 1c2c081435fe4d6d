using Llm.Commands;

namespace Llm.Cli.Commands.Completion;

internal static class CompletionGroup
{
    public const string Summary = "Print the script that completes llm in a shell";

    public static CommandGroup Create(CliContext context) => new(
        $"""
        {Summary}

        Put one of these lines where your shell reads it when it starts:

        \b
            source <(llm completion bash)
            source <(llm completion zsh)
            llm completion fish | source
            llm completion powershell | Out-String | Invoke-Expression
        """,
        Script(context, "bash", "Bash"),
        Script(context, "zsh", "Zsh"),
        Script(context, "fish", "fish"),
        Script(context, "powershell", "PowerShell 7.3 or later"),
        new CommandEntry("words", () => new CompletionWordsCommand(context)) { IsHidden = true });

    private static CommandEntry Script(CliContext context, string name, string shell) =>
        new(name, () => new CompletionScriptCommand(context, name, shell));
}
