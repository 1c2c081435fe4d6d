using System.Globalization;

namespace Llm.Cli.Output.Tools;

/// <summary>A line on a terminal that says how far a call of a tool is, taken away when the call is over: <c>mcp:files search 3/10 reading</c>.</summary>
/// <remarks>Calls that run at once share the line; the last that said something has it.</remarks>
internal sealed class ToolProgressLine(Terminal terminal) : IProgress<ToolProgress>
{
    private const string Erase = "\r\e[K";

    /// <summary>Longer ones would break the line, and only one line is taken away.</summary>
    private const int Longest = 70;

    private readonly Lock gate = new();

    /// <summary>The line, where somebody looks at standard error.</summary>
    public static ToolProgressLine? For(Terminal terminal) => terminal.ErrorHasCursor ? new ToolProgressLine(terminal) : null;

    public void Report(ToolProgress value)
    {
        lock (gate) terminal.WriteError(value.IsOver ? Erase : Erase + Excerpt.OneLine(Describe(value), Longest), TextStyle.Dim);
    }

    private static string Describe(ToolProgress value)
    {
        var count = value.Value.ToString("0.##", CultureInfo.InvariantCulture);
        if (value.Total is { } total) count += "/" + total.ToString("0.##", CultureInfo.InvariantCulture);
        var message = value.Message is null ? null : string.Concat(value.Message.Where(c => !char.IsControl(c)));
        return string.Join(' ', new[] { value.Plugin, value.Tool, count, message }.Where(text => !string.IsNullOrEmpty(text)));
    }
}
