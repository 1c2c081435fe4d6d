using System.Globalization;
using System.Text;

namespace Llm.Cli.Input.Editing;

/// <summary>A text of one or several lines and a cursor, which moves by characters as people see them.</summary>
internal sealed class TextBuffer
{
    private string killed = "";

    public string Text { get; private set; } = "";

    /// <summary>Where the cursor is, in UTF-16 units from the start.</summary>
    public int Cursor { get; private set; }

    /// <summary>Puts another text in place of all, the cursor behind it.</summary>
    public void Set(string text) => (Text, Cursor) = (text, text.Length);

    public void Insert(string text)
    {
        Text = Text.Insert(Cursor, text);
        MoveTo(Cursor + text.Length);
    }

    /// <summary>Puts a text in place of what is before the cursor.</summary>
    public void ReplaceBefore(string text) => (Text, Cursor) = (text + Text[Cursor..], text.Length);

    public void MoveLeft() => Cursor = Before(Cursor);

    public void MoveRight() => Cursor = After(Cursor);

    public void MoveWordLeft() => Cursor = WordBefore();

    public void MoveWordRight() => Cursor = WordAfter();

    /// <summary>To the start of the line.</summary>
    public void MoveHome() => Cursor = LineStart(Cursor);

    /// <summary>To the end of the line.</summary>
    public void MoveEnd() => Cursor = LineEnd(Cursor);

    /// <summary>To the line above, as far from its start; false if there is none.</summary>
    public bool MoveUp()
    {
        var start = LineStart(Cursor);
        if (start == 0) return false;
        MoveInLine(LineStart(start - 1), Cursor - start);
        return true;
    }

    /// <summary>To the line below, as far from its start; false if there is none.</summary>
    public bool MoveDown()
    {
        var end = LineEnd(Cursor);
        if (end == Text.Length) return false;
        MoveInLine(end + 1, Cursor - LineStart(Cursor));
        return true;
    }

    public void Backspace() => Remove(Before(Cursor), Cursor);

    public void Delete() => Remove(Cursor, After(Cursor));

    /// <summary>Cuts to the end of the line, or the line end itself.</summary>
    public void KillToEnd() => Kill(Cursor, LineEnd(Cursor) is var end && end == Cursor ? After(Cursor) : end);

    /// <summary>Cuts from the start of the line.</summary>
    public void KillToStart() => Kill(LineStart(Cursor), Cursor);

    public void KillWordLeft() => Kill(WordBefore(), Cursor);

    public void KillWordRight() => Kill(Cursor, WordAfter());

    /// <summary>Inserts what was cut last.</summary>
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

    /// <summary>To this place or, if it is within a character, behind that: what is inserted or removed may join its neighbours.</summary>
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
        // Characters are found forwards only, from a place where one surely begins.
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
