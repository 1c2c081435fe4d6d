using System.Globalization;

namespace Llm.Cli.Output.Tools;

/// <summary>
/// A line on a terminal that shows the progress of a tool call, and is erased when the call ends: <c>mcp:files search 3/10 reading</c>.
/// </summary>
/// <remarks>Concurrent calls share the line, which shows the latest report.</remarks>
internal sealed class ToolProgressLine(Terminal terminal) : IProgress<ToolProgress>
{
    /// <summary>A longer line would wrap, and only one row is erased.</summary>
    private const int Longest = 70;

    private readonly Lock gate = new();

    /// <summary>Creates the line; returns null if standard error is not a terminal.</summary>
    public static ToolProgressLine? For(Terminal terminal) => terminal.ErrorHasCursor ? new ToolProgressLine(terminal) : null;

    public void Report(ToolProgress value)
    {
        lock (gate) terminal.ReplaceErrorLine(value.IsOver ? "" : Excerpt.OneLine(Describe(value), Longest));
    }

    private static string Describe(ToolProgress value)
    {
        var count = value.Value.ToString("0.##", CultureInfo.InvariantCulture);
        if (value.Total is { } total) count += "/" + total.ToString("0.##", CultureInfo.InvariantCulture);
        var message = value.Message is null ? null : string.Concat(value.Message.Where(c => !char.IsControl(c)));
        return string.Join(' ', new[] { value.Plugin, value.Tool, count, message }.Where(text => !string.IsNullOrEmpty(text)));
    }
}
