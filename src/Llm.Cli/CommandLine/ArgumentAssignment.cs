using Llm.Commands;

namespace Llm.Cli.CommandLine;

/// <summary>Assigns the words that are not options to the arguments of a command.</summary>
internal static class ArgumentAssignment
{
    /// <summary>
    /// Fills the arguments from both ends, so that the repeated argument receives the words in between; returns the words that are left
    /// over.
    /// </summary>
    public static IReadOnlyList<string> Assign(CommandScope scope, ParsedWords parsed)
    {
        var arguments = new List<Argument>();
        foreach (var parameter in scope.Parameters)
            if (parameter is Argument argument)
                arguments.Add(argument);

        var words = parsed.Rest.ToArray().AsSpan();
        var repeated = arguments.FindIndex(static argument => argument.Multiple);
        var before = repeated < 0 ? arguments.Count : repeated;
        for (var i = 0; i < before && words.Length > 0; i++)
        {
            parsed.Add(arguments[i], words[..1]);
            words = words[1..];
        }

        if (repeated < 0) return words.ToArray();
        for (var i = arguments.Count - 1; i > repeated && words.Length > 0; i--)
        {
            parsed.Add(arguments[i], words[^1..]);
            words = words[..^1];
        }

        if (words.Length > 0) parsed.Add(arguments[repeated], words);
        return [];
    }
}
