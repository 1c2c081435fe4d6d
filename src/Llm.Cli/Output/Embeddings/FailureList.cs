namespace Llm.Cli.Output.Embeddings;

/// <summary>Lists the items that could not be embedded on standard error.</summary>
internal static class FailureList
{
    private const int Most = 20;

    public static void Write(Terminal terminal, EmbedReport report)
    {
        foreach (var failure in report.Failures.Take(Most))
            terminal.WriteErrorLine($"{failure.Id.Replace("\0", "\\0", StringComparison.Ordinal)}: {failure.Message}");
        if (report.Failures.Count > Most) terminal.WriteErrorLine($"... and {report.Failures.Count - Most} more");
    }
}
