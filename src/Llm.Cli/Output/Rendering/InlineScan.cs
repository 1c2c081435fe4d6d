namespace Llm.Cli.Output.Rendering;

/// <summary>Looks ahead from a mark in the text of a paragraph, the rest of which may not have been received yet.</summary>
/// <param name="Text">The text that has been received.</param>
/// <param name="Place">The position of the mark.</param>
/// <param name="Before">The character before the mark; a line end at the beginning.</param>
/// <param name="IsWhole">Whether the paragraph is complete.</param>
internal readonly record struct InlineScan(string Text, int Place, char Before, bool IsWhole)
{
    /// <summary>The mark is literal text.</summary>
    public const int None = -1;

    /// <summary>More text is needed to decide.</summary>
    public const int Unknown = -2;

    public char First => Text[Place];

    /// <summary>The character at a distance from the mark; null if it has not been received.</summary>
    public char? At(int distance) => Place + distance < Text.Length ? Text[Place + distance] : null;

    /// <summary>The number of times that the character at this position repeats.</summary>
    public int Run(int place)
    {
        var end = place;
        while (end < Text.Length && Text[end] == Text[place]) end++;
        return end - place;
    }

    /// <summary>Finds the end of the code that backticks begin here.</summary>
    public int CodeEnd(int start)
    {
        var run = Run(start);
        if (start + run == Text.Length && !IsWhole) return Unknown;
        var limit = Math.Min(Text.Length, start + InlineText.Reach);
        for (var place = start + run; place < limit;)
        {
            var ticks = Text.AsSpan(place, limit - place).IndexOf('`');
            if (ticks < 0) break;
            place += ticks;
            var closing = Run(place);
            // More backticks may follow.
            if (place + closing == Text.Length && !IsWhole) return Unknown;
            if (closing == run) return place + closing;
            place += closing;
        }

        return NotFound(start);
    }

    /// <summary>Finds the end of a link with a URL in parentheses.</summary>
    public int LinkEnd(int start, out int textEnd)
    {
        textEnd = Closing(start, '[', ']');
        if (textEnd < 0) return textEnd;
        if (textEnd + 1 == Text.Length) return IsWhole ? None : Unknown;
        if (Text[textEnd + 1] != '(') return None;
        var end = Closing(textEnd + 1, '(', ')');
        if (end < 0) return end;
        // Only a title in quotes may follow the URL.
        var inside = Text.AsSpan(textEnd + 2, end - textEnd - 2).Trim();
        var blank = inside.IndexOf(' ');
        return blank < 0 || inside[blank..].TrimStart()[0] is '"' or '\'' ? end + 1 : None;
    }

    /// <summary>Finds the end of the emphasis that begins here, and the number of marks that close it.</summary>
    public (int Length, int End) EmphasisEnd(int run)
    {
        if (run > 3 || (First == '~' && run != 2) || !CanOpen(Place, run)) return (0, None);
        var open = new Stack<int>([run]);
        var limit = Math.Min(Text.Length, Place + InlineText.Reach);
        for (var place = Place + run; place < limit;)
        {
            switch (Text[place])
            {
                case '\\':
                    place += 2;
                    continue;
                case '`' or '[':
                    var end = Text[place] == '`' ? CodeEnd(place) : LinkEnd(place, out _);
                    if (end == Unknown) return (0, Unknown);
                    place = end != None ? end : place + (Text[place] == '`' ? Run(place) : 1);
                    continue;
                case var c when c != First:
                    place++;
                    continue;
            }

            var marks = Run(place);
            if (place + marks == Text.Length && !IsWhole) return (0, Unknown);
            var left = marks;
            while (left > 0 && open.Count > 0 && CanClose(place, marks))
            {
                var top = open.Pop();
                if (top <= left)
                {
                    left -= top;
                    if (open.Count == 0) return (top, place + marks - left);
                }
                else
                {
                    // Of three marks, one or two may be closed separately.
                    open.Push(open.Count == 0 && run == 3 ? top - left : top);
                    if (run == 3) left = 0;
                    break;
                }
            }

            if (left > 0 && CanOpen(place, marks)) open.Push(left);
            place += marks;
        }

        return (0, NotFound(Place));
    }

    private int NotFound(int start) => IsWhole || Text.Length >= start + InlineText.Reach ? None : Unknown;

    /// <summary>Finds the bracket that closes this one.</summary>
    private int Closing(int start, char opening, char closing)
    {
        var depth = 0;
        var limit = Math.Min(Text.Length, start + InlineText.Reach);
        // A quick check finds most brackets that are not closed.
        if (!Text.AsSpan(start, limit - start).Contains(closing)) return NotFound(start);
        for (var place = start; place < limit; place++)
        {
            var c = Text[place];
            if (c == '\\') place++;
            else if (c == opening) depth++;
            else if (c == closing && --depth == 0) return place;
            else if (c == '\n' && opening == '(') return None;
        }

        return NotFound(start);
    }

    /// <remarks>
    /// CommonMark also considers punctuation around asterisks, and does not treat <c>**注意：**文字</c> as emphasis, although it is meant as
    /// such.
    /// </remarks>
    private bool CanOpen(int place, int run) =>
        !char.IsWhiteSpace(After(place, run)) && (First != '_' || !char.IsLetterOrDigit(Preceding(place)));

    private bool CanClose(int place, int run) =>
        !char.IsWhiteSpace(Preceding(place)) && (First != '_' || !char.IsLetterOrDigit(After(place, run)));

    private char Preceding(int place) => place == Place ? Before : Text[place - 1];

    private char After(int place, int run) => place + run < Text.Length ? Text[place + run] : '\n';
}
