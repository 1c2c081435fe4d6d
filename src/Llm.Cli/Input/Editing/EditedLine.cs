namespace Llm.Cli.Input.Editing;

/// <summary>The effect of a key, apart from a change of the text.</summary>
internal enum EditOutcome
{
    /// <summary>Editing continues.</summary>
    Continue,

    /// <summary>The text is complete.</summary>
    Submit,

    /// <summary>The user ends the input.</summary>
    Exit,

    /// <summary>Ctrl-C was pressed on an empty text.</summary>
    Interrupt,
    ClearScreen,
    Suspend,

    /// <summary>The word has several completions: <see cref="EditedLine.Choices"/>.</summary>
    ShowChoices,
}

/// <summary>A message that is being edited, and the effect of each key on it.</summary>
/// <param name="history">The messages that were entered before.</param>
/// <param name="complete">Returns the completions of the text before the cursor, each as a replacement for the whole of it.</param>
internal sealed class EditedLine(LineHistory history, Func<string, IReadOnlyList<string>> complete)
{
    private readonly TextBuffer buffer = new();
    private string? query;
    private int skipped;
    private bool holdsPaste;

    public string Text => buffer.Text;

    public int Cursor => buffer.Cursor;

    /// <summary>The text that the history is searched for; null if there is no search.</summary>
    public string? Query => query;

    /// <summary>
    /// Whether the text is a message even if it looks like a command: it has several lines, or begins with pasted text that looks like a
    /// command.
    /// </summary>
    public bool IsLiteral => holdsPaste || Text.Contains('\n', StringComparison.Ordinal);

    /// <summary>The completions of the word.</summary>
    public IReadOnlyList<string> Choices { get; private set; } = [];

    /// <summary>Applies a key.</summary>
    public EditOutcome Apply(EditorKey key)
    {
        if (query is not null && Search(key)) return EditOutcome.Continue;
        var outcome = Edit(key);
        if (Text.Length == 0) holdsPaste = false;
        return outcome;
    }

    private EditOutcome Edit(EditorKey key)
    {
        switch (key.Kind)
        {
            case EditorKeyKind.Text: buffer.Insert(key.Text); break;
            case EditorKeyKind.Paste: Paste(key.Text); break;
            case EditorKeyKind.NewLine: buffer.Insert("\n"); break;
            case EditorKeyKind.Left: buffer.MoveLeft(); break;
            case EditorKeyKind.Right: buffer.MoveRight(); break;
            case EditorKeyKind.Up: if (!buffer.MoveUp()) Recall(history.Older(Text)); break;
            case EditorKeyKind.Down: if (!buffer.MoveDown()) Recall(history.Newer()); break;
            case EditorKeyKind.Home: buffer.MoveHome(); break;
            case EditorKeyKind.End: buffer.MoveEnd(); break;
            case EditorKeyKind.WordLeft: buffer.MoveWordLeft(); break;
            case EditorKeyKind.WordRight: buffer.MoveWordRight(); break;
            case EditorKeyKind.Backspace: buffer.Backspace(); break;
            case EditorKeyKind.Delete: buffer.Delete(); break;
            case EditorKeyKind.KillToEnd: buffer.KillToEnd(); break;
            case EditorKeyKind.KillToStart: buffer.KillToStart(); break;
            case EditorKeyKind.KillWordLeft: buffer.KillWordLeft(); break;
            case EditorKeyKind.KillWordRight: buffer.KillWordRight(); break;
            case EditorKeyKind.Yank: buffer.Yank(); break;
            case EditorKeyKind.Search: (query, skipped) = ("", 0); break;
            case EditorKeyKind.Complete: return Complete();
            case EditorKeyKind.Enter: return EditOutcome.Submit;
            case EditorKeyKind.ClearScreen: return EditOutcome.ClearScreen;
            case EditorKeyKind.Suspend: return EditOutcome.Suspend;
            case EditorKeyKind.Interrupt when Text.Length == 0: return EditOutcome.Interrupt;
            case EditorKeyKind.Interrupt: buffer.Set(""); break;
            case EditorKeyKind.EndOfInput when Text.Length == 0: return EditOutcome.Exit;
            case EditorKeyKind.EndOfInput: buffer.Delete(); break;
        }

        return EditOutcome.Continue;
    }

    private void Paste(string text)
    {
        // A line that was copied as a whole includes its line end.
        if (text.EndsWith('\n')) text = text[..^1];
        holdsPaste |= Text.AsSpan(0, Cursor).IsWhiteSpace() && text.AsSpan().TrimStart().StartsWith('!');
        buffer.Insert(text);
    }

    private void Recall(string? entry)
    {
        if (entry is null) return;
        holdsPaste = false;
        buffer.Set(entry);
    }

    private EditOutcome Complete()
    {
        var typed = Text[..Cursor];
        Choices = complete(typed);
        if (Choices.Count == 0) return EditOutcome.Continue;
        var common = Choices.Aggregate(static (a, b) => a[..a.AsSpan().CommonPrefixLength(b)]);
        buffer.ReplaceBefore(Choices.Count == 1 ? common + " " : common);
        return Choices.Count > 1 && common.Length == typed.Length ? EditOutcome.ShowChoices : EditOutcome.Continue;
    }

    /// <summary>Applies a key to the search of the history; returns false if it ends the search and has its usual effect.</summary>
    private bool Search(EditorKey key)
    {
        switch (key.Kind)
        {
            case EditorKeyKind.Text:
                (query, skipped) = (query + key.Text, 0);
                break;
            case EditorKeyKind.Backspace:
                (query, skipped) = (query!.Length == 0 ? "" : query[..^1], 0);
                break;
            case EditorKeyKind.Search:
                if (history.Find(query!, skipped + 1) is not null) skipped++;
                break;
            case EditorKeyKind.Cancel or EditorKeyKind.Interrupt:
                query = null;
                buffer.Set("");
                return true;
            default:
                query = null;
                return key.Kind == EditorKeyKind.None;
        }

        if (query!.Length > 0) Recall(history.Find(query, skipped));
        return true;
    }
}
