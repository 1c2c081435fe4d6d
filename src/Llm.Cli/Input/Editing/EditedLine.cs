namespace Llm.Cli.Input.Editing;

/// <summary>What a key led to, beside a change of the text.</summary>
internal enum EditOutcome
{
    /// <summary>The text goes on being edited.</summary>
    Editing,

    /// <summary>The text is to be used.</summary>
    Entered,

    /// <summary>The user leaves.</summary>
    Left,

    /// <summary>Ctrl-C with nothing to clear.</summary>
    AskedToStop,
    ClearScreen,
    Suspend,

    /// <summary>There are several ways to complete the word: <see cref="EditedLine.Choices"/>.</summary>
    ShowChoices,
}

/// <summary>A message while it is typed: what each key does to it.</summary>
/// <param name="history">What was entered before.</param>
/// <param name="complete">What a beginning may become: whole replacements for the text before the cursor.</param>
internal sealed class EditedLine(LineHistory history, Func<string, IReadOnlyList<string>> complete)
{
    private readonly TextBuffer buffer = new();
    private string? query;
    private int skipped;
    private bool holdsPaste;

    public string Text => buffer.Text;

    public int Cursor => buffer.Cursor;

    /// <summary>What the history is searched for; null unless it is being searched.</summary>
    public string? Query => query;

    /// <summary>
    /// Whether the text is to be taken as it stands, whatever commands it holds: it has several lines, or begins with something pasted
    /// that looks like a command.
    /// </summary>
    public bool IsLiteral => holdsPaste || Text.Contains('\n', StringComparison.Ordinal);

    /// <summary>The ways to complete the word.</summary>
    public IReadOnlyList<string> Choices { get; private set; } = [];

    /// <summary>Does what a key asks.</summary>
    public EditOutcome Apply(EditorKey key)
    {
        if (query is not null && Search(key)) return EditOutcome.Editing;
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
            case EditorKeyKind.Enter: return EditOutcome.Entered;
            case EditorKeyKind.ClearScreen: return EditOutcome.ClearScreen;
            case EditorKeyKind.Suspend: return EditOutcome.Suspend;
            case EditorKeyKind.Interrupt when Text.Length == 0: return EditOutcome.AskedToStop;
            case EditorKeyKind.Interrupt: buffer.Set(""); break;
            case EditorKeyKind.EndOfInput when Text.Length == 0: return EditOutcome.Left;
            case EditorKeyKind.EndOfInput: buffer.Delete(); break;
        }

        return EditOutcome.Editing;
    }

    private void Paste(string text)
    {
        // A line that was copied whole brings its end along.
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
        if (Choices.Count == 0) return EditOutcome.Editing;
        var common = Choices.Aggregate(static (a, b) => a[..a.AsSpan().CommonPrefixLength(b)]);
        buffer.ReplaceBefore(Choices.Count == 1 ? common + " " : common);
        return Choices.Count > 1 && common.Length == typed.Length ? EditOutcome.ShowChoices : EditOutcome.Editing;
    }

    /// <summary>A key while the history is searched; false if it ends the search and does what it does elsewhere.</summary>
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
