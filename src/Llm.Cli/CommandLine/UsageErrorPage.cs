using System.Text;
using Llm.Commands;

namespace Llm.Cli.CommandLine;

/// <summary>Renders a usage error for stderr: the usage line, how to get help, and the error.</summary>
internal static class UsageErrorPage
{
    public static string Render(CommandScope scope, UsageException error, int width)
    {
        if (error is BadOptionUsageException) return $"Error: {error.Message}\n";
        var page = new StringBuilder();
        UsageLine.Write(page, scope, width);
        if (scope.HelpOption is { } help) page.Append($"Try '{scope.Path} {help.Names[^1]}' for help.\n");
        return page.Append($"\nError: {error.Message}\n").ToString();
    }
}

/// <summary>The error for an option that lacks its value or has one that it does not take; Click shows it without the usage line.</summary>
internal sealed class BadOptionUsageException(string message) : UsageException(message);
