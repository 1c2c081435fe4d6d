using System.Runtime.InteropServices;
using System.Text;
using Llm.Cli.Output;

namespace Llm.Cli.Input.Editing;

/// <summary>Lets a user at a Unix terminal type and edit messages.</summary>
/// <remarks>
/// Between two messages the terminal is in its usual mode, so that Ctrl-C is a signal while an answer comes, and an editor that is
/// started finds what it expects.
/// </remarks>
/// <param name="terminal">Where the message is shown.</param>
/// <param name="history">What was entered before.</param>
/// <param name="complete">What a beginning may become: whole replacements for the text before the cursor.</param>
internal sealed class LineEditor(Terminal terminal, LineHistory history, Func<string, IReadOnlyList<string>> complete)
{
    private const string PasteMarksOn = "\e[?2004h";
    private const string PasteMarksOff = "\e[?2004l";
    private const int MostChoices = 60;

    /// <summary>After so long an escape is the key of that name and not the beginning of another.</summary>
    private const int PatienceMilliseconds = 50;

    private readonly KeyDecoder decoder = new();
    private readonly LinePainter painter = new();
    private readonly byte[] chunk = new byte[4096];
    private volatile bool resized;

    /// <summary>The next message; null if the user leaves.</summary>
    /// <param name="prompt">Stands before the message.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public TypedLine? Read(string prompt, CancellationToken cancellationToken)
    {
        var mode = TerminalMode.Enter() ?? throw new LlmException("The terminal cannot be read.");
        using var onResize = OperatingSystem.IsWindows() ? null : PosixSignalRegistration.Create(PosixSignal.SIGWINCH, _ => resized = true);
        var line = new EditedLine(history, complete);
        try
        {
            terminal.Write(painter.Paint(Layout(prompt, line), terminal.WindowRows) + PasteMarksOn);
            while (true)
            {
                switch (Next(prompt, line, cancellationToken))
                {
                    case EditOutcome.Entered:
                        terminal.Write(painter.Finish(Layout(prompt, line)));
                        return new TypedLine(line.Text, line.IsLiteral);
                    case EditOutcome.Left or null:
                        terminal.Write("\r\n");
                        painter.Forget();
                        return null;
                    case EditOutcome.AskedToStop:
                        terminal.Write("\r\nPress Ctrl-D or type 'exit' to leave.\r\n");
                        painter.Forget();
                        break;
                    case EditOutcome.ClearScreen:
                        terminal.Write("\e[H\e[2J");
                        painter.Forget();
                        break;
                    case EditOutcome.ShowChoices:
                        ShowChoices(prompt, line);
                        break;
                    case EditOutcome.Suspend:
                        terminal.Write(PasteMarksOff + "\r\n");
                        mode.Dispose();
                        TerminalMode.Suspend();
                        mode = TerminalMode.Enter() ?? throw new LlmException("The terminal cannot be read.");
                        terminal.Write(PasteMarksOn);
                        painter.Forget();
                        break;
                }

                terminal.Write(painter.Paint(Layout(prompt, line), terminal.WindowRows));
            }
        }
        finally
        {
            painter.Forget();
            terminal.Write(PasteMarksOff);
            mode.Dispose();
        }
    }

    /// <summary>Applies keys until one asks for more than a change of the text, or until none is left to be read; null at the end of the input.</summary>
    private EditOutcome? Next(string prompt, EditedLine line, CancellationToken cancellationToken)
    {
        var (isIdle, changed) = (false, false);
        while (true)
        {
            while (decoder.TryRead(out var key, isIdle))
            {
                changed = true;
                var outcome = line.Apply(key);
                if (outcome != EditOutcome.Editing) return outcome;
            }

            // What came in one piece is painted once.
            if (changed) return EditOutcome.Editing;
            if (resized)
            {
                resized = false;
                painter.Reflow(Layout(prompt, line), terminal.WindowRows);
                return EditOutcome.Editing;
            }

            cancellationToken.ThrowIfCancellationRequested();
            isIdle = !UnixInput.Wait(PatienceMilliseconds);
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
        foreach (var choice in line.Choices.Take(MostChoices)) list.Append(choice).Append("\r\n");
        if (line.Choices.Count > MostChoices) list.Append($"… and {line.Choices.Count - MostChoices} more\r\n");
        terminal.Write(list.ToString());
    }
}

/// <summary>A line that was typed, or several that were pasted.</summary>
/// <param name="Text">The text, without its end.</param>
/// <param name="IsLiteral">Whether it is text throughout, whatever commands it seems to hold.</param>
internal sealed record TypedLine(string Text, bool IsLiteral);
