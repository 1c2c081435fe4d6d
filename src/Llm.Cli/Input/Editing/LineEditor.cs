using System.Runtime.InteropServices;
using System.Text;
using Llm.Cli.Output;

namespace Llm.Cli.Input.Editing;

/// <summary>Lets a user at a Unix terminal type and edit messages.</summary>
/// <remarks>
/// Between two messages the terminal is in its usual mode, so that Ctrl-C is a signal while an answer is received, and an editor that is
/// started finds the mode that it expects.
/// </remarks>
/// <param name="terminal">The terminal that shows the message.</param>
/// <param name="history">The messages that were entered before.</param>
/// <param name="complete">Returns the completions of the text before the cursor, each as a replacement for the whole of it.</param>
internal sealed class LineEditor(Terminal terminal, LineHistory history, Func<string, IReadOnlyList<string>> complete)
{
    private const string BracketedPasteOn = "\e[?2004h";
    private const string BracketedPasteOff = "\e[?2004l";
    private const int MaxChoices = 60;

    /// <summary>The time after which an Escape byte is the Escape key and not the beginning of a sequence.</summary>
    private const int EscapeMilliseconds = 50;

    private readonly KeyDecoder decoder = new();
    private readonly LinePainter painter = new();
    private readonly byte[] chunk = new byte[4096];
    private volatile bool resized;

    /// <summary>Reads the next message; returns null if the user ends the input.</summary>
    /// <param name="prompt">The text before the message.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public TypedLine? Read(string prompt, CancellationToken cancellationToken)
    {
        var mode = TerminalMode.Enter() ?? throw new LlmException("The terminal cannot be read.");
        using var onResize = OperatingSystem.IsWindows() ? null : PosixSignalRegistration.Create(PosixSignal.SIGWINCH, _ => resized = true);
        var line = new EditedLine(history, complete);
        try
        {
            terminal.WriteSequences(painter.Paint(Layout(prompt, line), terminal.WindowRows) + BracketedPasteOn);
            while (true)
            {
                switch (Next(prompt, line, cancellationToken))
                {
                    case EditOutcome.Submit:
                        terminal.WriteSequences(painter.Finish(Layout(prompt, line)));
                        return new TypedLine(line.Text, line.IsLiteral);
                    case EditOutcome.Exit or null:
                        terminal.WriteSequences("\r\n");
                        painter.Reset();
                        return null;
                    case EditOutcome.Interrupt:
                        terminal.WriteSequences("\r\nPress Ctrl-D or type 'exit' to leave.\r\n");
                        painter.Reset();
                        break;
                    case EditOutcome.ClearScreen:
                        terminal.WriteSequences("\e[H\e[2J");
                        painter.Reset();
                        break;
                    case EditOutcome.ShowChoices:
                        ShowChoices(prompt, line);
                        break;
                    case EditOutcome.Suspend:
                        terminal.WriteSequences(BracketedPasteOff + "\r\n");
                        mode.Dispose();
                        TerminalMode.Suspend();
                        mode = TerminalMode.Enter() ?? throw new LlmException("The terminal cannot be read.");
                        terminal.WriteSequences(BracketedPasteOn);
                        painter.Reset();
                        break;
                }

                terminal.WriteSequences(painter.Paint(Layout(prompt, line), terminal.WindowRows));
            }
        }
        finally
        {
            painter.Reset();
            terminal.WriteSequences(BracketedPasteOff);
            mode.Dispose();
        }
    }

    /// <summary>
    /// Applies keys until one has an effect beyond the text, or all received keys have been applied; returns null at the end of the input.
    /// </summary>
    private EditOutcome? Next(string prompt, EditedLine line, CancellationToken cancellationToken)
    {
        var (isIdle, changed) = (false, false);
        while (true)
        {
            while (decoder.TryRead(out var key, isIdle))
            {
                changed = true;
                var outcome = line.Apply(key);
                if (outcome != EditOutcome.Continue) return outcome;
            }

            // The effects of keys that were received together are painted at once.
            if (changed) return EditOutcome.Continue;
            if (resized)
            {
                resized = false;
                painter.Reflow(Layout(prompt, line), terminal.WindowRows);
                return EditOutcome.Continue;
            }

            cancellationToken.ThrowIfCancellationRequested();
            isIdle = !UnixInput.Wait(EscapeMilliseconds);
            if (isIdle) continue;
            var count = UnixInput.ReadOnce(chunk);
            if (count == 0) return null;
            if (count > 0) decoder.Add(chunk.AsSpan(0, count));
        }
    }

    private LineLayout Layout(string prompt, EditedLine line) =>
        new(line.Query is { } query ? $"(search: {query}) " : prompt, line.Text, line.Cursor, terminal.WindowColumns);

    private void ShowChoices(string prompt, EditedLine line)
    {
        var list = new StringBuilder(painter.Finish(Layout(prompt, line)));
        foreach (var choice in line.Choices.Take(MaxChoices)) list.Append(choice).Append("\r\n");
        if (line.Choices.Count > MaxChoices) list.Append($"… and {line.Choices.Count - MaxChoices} more\r\n");
        terminal.WriteSequences(list.ToString());
    }
}

/// <summary>A line that the user typed, or several that the user pasted.</summary>
/// <param name="Text">The text without its final line end.</param>
/// <param name="IsLiteral">Whether the text is a message even if it looks like a command.</param>
internal sealed record TypedLine(string Text, bool IsLiteral);
