using System.Globalization;

namespace Llm.Cli.Output;

/// <summary>
/// A line on a terminal that shows how much of a known or unknown amount of work is done, how fast, and how long the rest takes.
/// </summary>
/// <remarks>Any thread may report. Nothing else may write to the terminal until the line is disposed, which erases it.</remarks>
internal sealed class ProgressBar : IDisposable
{
    private const int Width = 24;

    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(100);

    private readonly Terminal terminal;
    private readonly string label;
    private readonly TimeProvider clock;
    private readonly long start;
    private readonly Lock gate = new();
    private long shown;
    private bool isShown;

    private ProgressBar(Terminal terminal, string label, TimeProvider clock)
    {
        this.terminal = terminal;
        this.label = label;
        this.clock = clock;
        start = clock.GetTimestamp();
    }

    /// <summary>Starts a line; returns null if standard error is not a terminal.</summary>
    public static ProgressBar? Start(Terminal terminal, string label, TimeProvider clock) =>
        terminal.ErrorHasCursor ? new ProgressBar(terminal, label, clock) : null;

    /// <summary>Shows the state, unless it was shown a moment ago.</summary>
    /// <param name="done">The number of things that are done.</param>
    /// <param name="fraction">The part of the work that is done, from 0 to 1; null if that is not known.</param>
    public void Report(long done, double? fraction)
    {
        lock (gate)
        {
            var now = clock.GetTimestamp();
            if (isShown && clock.GetElapsedTime(shown, now) < Pace) return;
            (shown, isShown) = (now, true);
            terminal.ReplaceErrorLine(Text(label, done, fraction, clock.GetElapsedTime(start, now)));
        }
    }

    /// <summary>Erases the line, so that a message can be shown.</summary>
    public void Erase()
    {
        lock (gate)
        {
            if (isShown) terminal.ReplaceErrorLine();
            isShown = false;
        }
    }

    public void Dispose() => Erase();

    /// <summary>Formats a state: <c>Embedding  [######------]  50%  1,200  400/s  0:03 left</c>.</summary>
    public static string Text(string label, long done, double? fraction, TimeSpan elapsed)
    {
        var text = label;
        if (fraction is { } part)
        {
            part = Math.Clamp(part, 0, 1);
            var filled = (int)(part * Width);
            text += $"  [{new string('#', filled)}{new string('-', Width - filled)}]  {(int)(part * 100)}%";
        }

        text += string.Create(CultureInfo.InvariantCulture, $"  {done:N0}");
        if (elapsed.TotalSeconds >= 1) text += string.Create(CultureInfo.InvariantCulture, $"  {done / elapsed.TotalSeconds:N0}/s");
        if (fraction is > 0 and < 1 && elapsed.TotalSeconds >= 1)
        {
            var left = TimeSpan.FromSeconds(Math.Min(elapsed.TotalSeconds * (1 - fraction.Value) / fraction.Value, 359_999));
            text += $"  {(int)left.TotalMinutes}:{left.Seconds:00} left";
        }

        return text;
    }
}
