using Llm.Cli.CommandLine;
using Llm.Commands;

namespace Llm.Cli.Commands.Completion;

/// <summary>Lists the completions of the last word, for the completion scripts.</summary>
/// <remarks>
/// Each line is a word, a tab and a description; a first line <c>:files</c> means that names of files are possible too. The user is still
/// typing, so errors in the words or in the user directory are ignored.
/// </remarks>
internal sealed class CompletionWordsCommand(CliContext context) : Command
{
    public const string Name = "words";

    private const string Files = ":files";
    private const int DescriptionLength = 80;

    private readonly RepeatedArgument<string> words = new("WORDS") { Optional = true };
    private readonly Flag quoted = new("--quoted") { Help = "The words contain quotes and backslashes, as they were typed" };

    public override string? Example => "llm completion words -- -m gpt-5";

    public override string Help => "List the possible completions of an unfinished command line";

    public override IReadOnlyList<Parameter> Parameters => [words, quoted];

    public override async Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        try
        {
            var typed = invocation.Get(words);
            if (invocation.Get(quoted)) typed = [.. typed.Select(ShellWord.Unquote)];
            var place = CompletionWalk.Find(RootCommand.Create(context), "llm", typed);
            var kinds = place.Parameter is { } parameter ? ParameterValues.Of(place.Path, parameter) : ValueKinds.None;
            // Where collections are named by an option, --database is that of the log.
            var database = kinds == ValueKinds.Collections && place.Parameter is Option ? null : place.Database;
            var values = await new CompletionValues(context.Host).FindAsync(kinds, place.Typed, database, cancellationToken);
            var items = Commands(place).Concat(Options(place))
                .Concat(values.Select(value => value with { Text = place.Head + value.Text }));
            if (kinds.HasFlag(ValueKinds.Files)) context.Terminal.WriteLine(Files);
            context.Terminal.Write(string.Concat(items.DistinctBy(item => item.Text).Select(Line)));
        }
        catch (Exception ex) when (ex is not OperationCanceledException)
        {
            // There is nothing to complete.
        }

        return 0;
    }

    private static IEnumerable<CompletionItem> Commands(CompletionPlace place) => place.Commands
        .Where(entry => !entry.IsHidden && entry.Name.StartsWith(place.Typed, StringComparison.Ordinal))
        .OrderBy(entry => entry.Name, StringComparer.Ordinal)
        .Select(entry => new CompletionItem(entry.Name, entry.Summary ?? entry.Create().Help));

    private static IEnumerable<CompletionItem> Options(CompletionPlace place) => place.Options
        .Where(option => !option.IsHidden)
        .SelectMany(option => option.Names.Select(name => new CompletionItem(name, option.Help)))
        .Where(item => item.Text.StartsWith(place.Typed, StringComparison.Ordinal));

    private static string Line(CompletionItem item)
    {
        // A name with a line end or a tab would look like two.
        if (item.Text.Any(char.IsControl)) return "";
        var description = CommandSummary.Shorten(item.Description ?? "", DescriptionLength);
        return description.Length == 0 ? $"{item.Text}\n" : $"{item.Text}\t{description}\n";
    }
}
