using Llm.Commands;
using Llm.Json;

namespace Llm.Cli.CommandLine;

/// <summary>Finds the command of a group that the remaining words call.</summary>
internal static class GroupResolution
{
    /// <exception cref="UsageException">There is no such command and the group has no default one.</exception>
    public static (CommandEntry Entry, IReadOnlyList<string> Words) Resolve(CommandGroup group, ParsedWords parsed)
    {
        var words = parsed.Rest;
        if (words.Count == 0) throw new UsageException("Missing command.");
        if (group.Find(words[0]) is { } called) return (called, words[1..]);
        if (group.DefaultCommand is { } name)
        {
            var entry = group.Find(name) ?? throw new InvalidOperationException($"The default command {name} is missing in its group.");
            return (entry, WithTerminator(parsed));
        }

        var matches = CloseMatches.Find(words[0], group.Entries.Select(static entry => entry.Name));
        throw new UsageException($"No such command {PythonQuote.Quote(words[0])}.{CloseMatches.Suggest(matches)}");
    }

    /// <summary>
    /// Keeps a <c>--</c> if the word after it looks like an option, so that <c>llm -- '-5 + 3?'</c> is a prompt. Click drops it here and
    /// rejects the word.
    /// </summary>
    private static List<string> WithTerminator(ParsedWords parsed)
    {
        var words = parsed.Rest;
        if (parsed.Terminator is { } at && at < words.Count && words[at].Length > 1 && words[at][0] == '-') words.Insert(at, "--");
        return words;
    }
}
