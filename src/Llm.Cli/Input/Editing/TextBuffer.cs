using System.Globalization;
using System.Text;

namespace Llm.Cli.Input.Editing;

/// <summary>A text of one or more lines and a cursor, which moves by grapheme clusters.</summary>
internal sealed class TextBuffer
{
    private string killed = "";

    public string Text { get; private set; } = "";

    /// <summary>The position of the cursor, in UTF-16 units from the start.</summary>
    public int Cursor { get; private set; }

    /// <summary>Replaces the whole text, and puts the cursor at its end.</summary>
    public void Set(string text) => (Text, Cursor) = (text, text.Length);

    public void Insert(string text)
    {
        Text = Text.Insert(Cursor, text);
        MoveTo(Cursor + text.Length);
    }

    /// <summary>Replaces the text before the cursor.</summary>
    public void ReplaceBefore(string text) => (Text, Cursor) = (text + Text[Cursor..], text.Length);

    public void MoveLeft() => Cursor = Before(Cursor);

    public void MoveRight() => Cursor = After(Cursor);

    public void MoveWordLeft() => Cursor = WordBefore();

    public void MoveWordRight() => Cursor = WordAfter();

    /// <summary>Moves to the start of the line.</summary>
    public void MoveHome() => Cursor = LineStart(Cursor);

    /// <summary>Moves to the end of the line.</summary>
    public void MoveEnd() => Cursor = LineEnd(Cursor);

    /// <summary>Moves to the same position in the line above; returns false if there is none.</summary>
    public bool MoveUp()
    {
        var start = LineStart(Cursor);
        if (start == 0) return false;
        MoveInLine(LineStart(start - 1), Cursor - start);
        return true;
    }

    /// <summary>Moves to the same position in the line below; returns false if there is none.</summary>
    public bool MoveDown()
    {
        var end = LineEnd(Cursor);
        if (end == Text.Length) return false;
        MoveInLine(end + 1, Cursor - LineStart(Cursor));
        return true;
    }

    public void Backspace() => Remove(Before(Cursor), Cursor);

    public void Delete() => Remove(Cursor, After(Cursor));

    /// <summary>Cuts to the end of the line or, if the cursor is there, the line end itself.</summary>
    public void KillToEnd() => Kill(Cursor, LineEnd(Cursor) is var end && end == Cursor ? After(Cursor) : end);

    /// <summary>Cuts from the start of the line to the cursor.</summary>
    public void KillToStart() => Kill(LineStart(Cursor), Cursor);

    public void KillWordLeft() => Kill(WordBefore(), Cursor);

    public void KillWordRight() => Kill(Cursor, WordAfter());

    /// <summary>Inserts the text that was cut last.</summary>
    public void Yank() => Insert(killed);

    private void Kill(int from, int to)
    {
        if (from < to) killed = Text[from..to];
        Remove(from, to);
    }

    private void Remove(int from, int to)
    {
        Text = Text.Remove(from, to - from);
        MoveTo(from);
    }

    /// <summary>
    /// Moves to this position or, if it is inside a cluster, to the end of that cluster: inserted or removed text may join its neighbours.
    /// </summary>
    private void MoveTo(int place)
    {
        Cursor = LineStart(place);
        while (Cursor < place) Cursor = After(Cursor);
    }

    private void MoveInLine(int start, int distance) => MoveTo(Math.Min(start + distance, LineEnd(start)));

    private int After(int place) => place == Text.Length ? place : place + StringInfo.GetNextTextElementLength(Text, place);

    private int Before(int place)
    {
        if (place == 0) return 0;
        // Clusters can only be found forwards, from a position where one certainly begins.
        var start = Text[place - 1] == '\n' ? place - 1 : LineStart(place);
        while (After(start) < place) start = After(start);
        return start;
    }

    private int LineStart(int place) => place == 0 ? 0 : Text.LastIndexOf('\n', place - 1) + 1;

    private int LineEnd(int place) => Text.IndexOf('\n', place) is var end && end < 0 ? Text.Length : end;

    private int WordBefore()
    {
        var place = Cursor;
        while (place > 0 && !IsWord(Before(place))) place = Before(place);
        while (place > 0 && IsWord(Before(place))) place = Before(place);
        return place;
    }

    private int WordAfter()
    {
        var place = Cursor;
        while (place < Text.Length && !IsWord(place)) place = After(place);
        while (place < Text.Length && IsWord(place)) place = After(place);
        return place;
    }

    private bool IsWord(int place) => Rune.TryGetRuneAt(Text, place, out var rune) && (Rune.IsLetterOrDigit(rune) || rune.Value == '_');
}
