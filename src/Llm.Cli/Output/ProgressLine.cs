using System.Diagnostics;

namespace Llm.Cli.Output;

/// <summary>
/// A line on a terminal that shows, after a second, what the program is waiting for: <c>⠋ gpt-5.5 3 s</c>. Disposing it erases the line.
/// </summary>
/// <remarks>Nothing else may write to the terminal until it is disposed.</remarks>
internal sealed class ProgressLine : IDisposable
{
    private const string Frames = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏";

    /// <summary>A longer label would wrap, and only one row is erased.</summary>
    private const int LongestLabel = 40;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(100);

    private readonly Terminal terminal;
    private readonly string label;
    private readonly long start = Stopwatch.GetTimestamp();
    private readonly Lock gate = new();
    private readonly Timer timer;
    private int frame;
    private bool isOver;

    private ProgressLine(Terminal terminal, string label)
    {
        this.terminal = terminal;
        this.label = Excerpt.OneLine(label, LongestLabel);
        timer = new Timer(_ => Show(), null, Patience, Pace);
    }

    /// <summary>Starts waiting; returns null if standard error is not a terminal.</summary>
    /// <param name="terminal">The terminal that shows the line.</param>
    /// <param name="label">The name of what the program is waiting for.</param>
    public static ProgressLine? Start(Terminal terminal, string label) =>
        terminal.ErrorHasCursor ? new ProgressLine(terminal, label) : null;

    public void Dispose()
    {
        lock (gate)
        {
            if (!isOver && frame > 0) terminal.ReplaceErrorLine();
            isOver = true;
        }

        timer.Dispose();
    }

    private void Show()
    {
        lock (gate)
        {
            if (isOver) return;
            var seconds = (int)Stopwatch.GetElapsedTime(start).TotalSeconds;
            terminal.ReplaceErrorLine($"{Frames[frame++ % Frames.Length]} {label} {seconds} s");
        }
    }
}
