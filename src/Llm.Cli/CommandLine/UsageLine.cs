using System.Text;
using Llm.Commands;

namespace Llm.Cli.CommandLine;

/// <summary>Writes the line <c>Usage: llm prompt [OPTIONS] [PROMPT]</c>.</summary>
internal static class UsageLine
{
    private const string Prefix = "Usage: ";

    public static void Write(StringBuilder page, CommandScope scope, int width)
    {
        var pieces = "[OPTIONS]";
        foreach (var parameter in scope.Parameters)
            if (parameter is Argument)
                pieces += " " + parameter.DisplayMetavar;
        if (scope.Node is CommandGroup) pieces += " COMMAND [ARGS]...";

        var start = $"{Prefix}{scope.Path} ";
        var indent = start;
        if (width < start.Length + 20)
        {
            // The parameters would be squeezed to the right of a long path, so they start on a new line.
            page.Append(start).Append('\n');
            indent = start = new string(' ', Prefix.Length + 4);
        }

        TextWrap.Write(page, pieces, width, start, new string(' ', indent.Length));
        page.Append('\n');
    }
}
