using System.Text;
using Llm.Commands;

namespace Llm.Cli.CommandLine;

/// <summary>What stderr shows for a usage error: the usage, how to get help, and the error.</summary>
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

/// <summary>An option lacks its value or has one that it does not take; Click shows such an error without the usage.</summary>
internal sealed class BadOptionUsageException(string message) : UsageException(message);
