using System.Text;
using Llm.Commands;

namespace Llm.Cli.CommandLine;

/// <summary>Renders the help page of a command or group in Click's layout.</summary>
internal static class HelpPage
{
    /// <summary>The width without a terminal.</summary>
    public const int DefaultWidth = 78;

    /// <summary>The width for a terminal with this many columns: two less, but at least 50 and at most 78.</summary>
    public static int WidthFor(int columns) => Math.Max(Math.Min(columns, DefaultWidth + 2) - 2, 50);

    public static string Render(CommandScope scope, int width)
    {
        var page = new StringBuilder();
        UsageLine.Write(page, scope, width);
        var help = scope.Node.Help.Trim('\n');
        // A help text that is laid out line by line has its examples already.
        if (scope is { IsAddition: true, Node: Command { Example: { } example } } && !help.Contains("\\b", StringComparison.Ordinal))
            help += $"\n\nExample:\n\n\\b\n    {example}";
        if (help.Length > 0)
        {
            page.Append('\n');
            Paragraphs.Write(page, help, width, "  ");
            page.Append('\n');
        }

        WriteSection(page, "Options", OptionRows(scope.Parameters, except: scope.Additions), width);
        WriteSection(page, "Additional options", OptionRows(scope.Additions, except: []), width);
        WriteCommands(page, "Commands", scope, additions: false, width);
        WriteCommands(page, "Additional commands", scope, additions: true, width);
        return page.ToString();
    }

    private static List<(string, string)> OptionRows(IReadOnlyList<Parameter> parameters, IReadOnlyList<Option> except)
    {
        var rows = new List<(string, string)>();
        foreach (var parameter in parameters)
            if (parameter is Option { IsHidden: false } option && !except.Contains(option))
                rows.Add((OptionTerm(option), OptionHelp(option)));
        return rows;
    }

    private static string OptionTerm(Option option)
    {
        // Short names come first; otherwise names are in the order of their declaration.
        var term = string.Join(", ", option.Names.OrderBy(static name => name.StartsWith("--", StringComparison.Ordinal)));
        return option.Arity == 0 ? term : $"{term} {option.DisplayMetavar}";
    }

    private static string OptionHelp(Option option)
    {
        if (!option.Required) return option.Help;
        return option.Help.Length == 0 ? "[required]" : option.Help + "  [required]";
    }

    private static void WriteCommands(StringBuilder page, string heading, CommandScope scope, bool additions, int width)
    {
        var entries = new List<CommandEntry>();
        foreach (var entry in scope.Entries)
            if (!entry.IsHidden && entry.IsAddition == additions)
                entries.Add(entry);
        if (entries.Count == 0) return;
        entries.Sort(static (a, b) => string.CompareOrdinal(a.Name, b.Name));

        var summaryWidth = width - 6 - entries.Max(static entry => entry.Name.Length);
        var rows = new List<(string, string)>();
        foreach (var entry in entries)
        {
            var summary = CommandSummary.Shorten(entry.Summary ?? entry.Create().Help, summaryWidth);
            if (entry.Name == (scope.Node as CommandGroup)?.DefaultCommand) rows.Insert(0, (entry.Name + "*", summary));
            else rows.Add((entry.Name, summary));
        }

        WriteSection(page, heading, rows, width);
    }

    private static void WriteSection(StringBuilder page, string heading, List<(string, string)> rows, int width)
    {
        if (rows.Count == 0) return;
        page.Append('\n').Append(heading).Append(":\n");
        DefinitionList.Write(page, rows, width);
    }
}
