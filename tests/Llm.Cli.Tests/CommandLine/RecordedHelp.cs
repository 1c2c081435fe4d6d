using Llm.Tests;

namespace Llm.Cli.Tests.CommandLine;

/// <summary>Help pages recorded from the Python tool at width 80; they are kept beside the repository.</summary>
internal static class RecordedHelp
{
    private static readonly string Rule = new('=', 78);

    /// <summary>The command of every recorded page, such as <c>llm logs list</c>.</summary>
    public static IEnumerable<string> Commands() =>
        from line in Text().Split('\n')
        where line.StartsWith("$ llm", StringComparison.Ordinal)
        select line[2..^" --help".Length];

    /// <summary>The page that <c>llm COMMAND --help</c> printed; skips the test where there are no recordings.</summary>
    public static string Read(string command)
    {
        var head = $"{Rule}\n$ {command} --help\n\n";
        var text = Text();
        var start = text.IndexOf(head, StringComparison.Ordinal);
        start.ShouldBeGreaterThanOrEqualTo(0, $"no recorded page of {command}");
        start += head.Length;
        var end = text.IndexOf(Rule, start, StringComparison.Ordinal);
        return (end < 0 ? text[start..] : text[start..end]).TrimEnd('\n') + "\n";
    }

    private static string Text() => File.ReadAllText(SharedData.Path("spec", "cli-0.32-help.txt"));
}
