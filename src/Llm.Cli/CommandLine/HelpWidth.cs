namespace Llm.Cli.CommandLine;

/// <summary>The width of help pages.</summary>
internal static class HelpWidth
{
    /// <summary>The width without a terminal.</summary>
    public const int Default = 78;

    /// <summary>The width for a terminal with this many columns: two less, but at least 50 and at most 78.</summary>
    public static int ForColumns(int columns) => Math.Max(Math.Min(columns, Default + 2) - 2, 50);
}
