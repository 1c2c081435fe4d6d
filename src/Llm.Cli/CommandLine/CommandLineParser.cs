using Llm.Commands;

namespace Llm.Cli.CommandLine;

/// <summary>Parses a command line into the command that it calls and the values of that command's parameters.</summary>
/// <remarks>
/// The rules and texts are those of Click 8.4 and click-default-group 1.2, as recorded from the Python tool 0.32.
/// Deliberate differences are described in docs/decisions/0002-own-command-line-grammar.md.
/// </remarks>
internal sealed class CommandLineParser(CommandGroup root, string programName, string version)
{
    /// <summary>Reads an environment variable; returns null if it is not set.</summary>
    public Func<string, string?> Environment { get; init; } = System.Environment.GetEnvironmentVariable;

    /// <summary>Returns the width of help pages; called only when a page is rendered. See <see cref="HelpPage.WidthFor"/>.</summary>
    public Func<int> Width { get; init; } = static () => HelpPage.DefaultWidth;

    public ParseResult Parse(IReadOnlyList<string> words)
    {
        var path = programName;
        CommandNode node = root;
        var isAddition = false;
        while (true)
        {
            var scope = new CommandScope(node, path, hasVersion: node == root) { IsAddition = isAddition };
            try
            {
                if (node is Command command)
                {
                    if (words.Count == 0 || scope.Find(words[0]) is not { } below) return ParseCommand(command, scope, words);
                    isAddition |= below.IsAddition;
                    (node, path, words) = (below.Create(), $"{path} {below.Name}", [.. words.Skip(1)]);
                    continue;
                }

                var group = (CommandGroup)node;
                if (words.Count == 0)
                {
                    if (group.DefaultCommand is null) return new ParseResult.Refuse(HelpPage.Render(scope, Width()));
                    words = [group.DefaultCommand];
                }

                var parsed = OptionParser.Parse(scope, words);
                if (ShowTextAskedFor(scope, parsed) is { } show) return show;
                var (entry, rest) = GroupResolution.Resolve(group, parsed);
                isAddition |= entry.IsAddition;
                (node, path, words) = (entry.Create(), $"{path} {entry.Name}", rest);
            }
            catch (UsageException error)
            {
                return new ParseResult.Refuse(UsageErrorPage.Render(scope, error, Width()));
            }
        }
    }

    /// <summary>The text to write to stderr when a running command throws a <see cref="UsageException"/>.</summary>
    public string DescribeError(Invocation invocation, UsageException error) =>
        UsageErrorPage.Render(new CommandScope(invocation.Command, invocation.CommandPath, hasVersion: false), error, Width());

    private ParseResult ParseCommand(Command command, CommandScope scope, IReadOnlyList<string> words)
    {
        var parsed = OptionParser.Parse(scope, words);
        var extra = ArgumentAssignment.Assign(scope, parsed);
        if (ShowTextAskedFor(scope, parsed) is { } show) return show;
        var values = ValueConversion.Convert(scope, parsed, Environment);
        if (extra.Count > 0)
        {
            var plural = extra.Count == 1 ? "" : "s";
            throw new UsageException($"Got unexpected extra argument{plural} ({string.Join(' ', extra)})");
        }

        return new ParseResult.Run(new Invocation(command, scope.Path, values));
    }

    /// <summary>Help and version take precedence over every error, in the order in which they were given.</summary>
    private ParseResult.Show? ShowTextAskedFor(CommandScope scope, ParsedWords parsed)
    {
        foreach (var parameter in parsed.Order)
        {
            if (parameter == scope.HelpOption) return new ParseResult.Show(HelpPage.Render(scope, Width()));
            if (parameter == scope.VersionOption) return new ParseResult.Show($"{programName}, version {version}\n");
        }

        return null;
    }
}
