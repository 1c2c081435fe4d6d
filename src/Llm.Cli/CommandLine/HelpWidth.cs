namespace Llm.Cli.CommandLine;

/// <summary>How wide help pages are.</summary>
internal static class HelpWidth
{
    /// <summary>The width where there is no terminal.</summary>
    public const int Default = 78;

    /// <summary>The width for a terminal with so many columns: two less than it, at most 78, and not too narrow to read.</summary>
    public static int ForColumns(int columns) => Math.Max(Math.Min(columns, Default + 2) - 2, 50);
}
