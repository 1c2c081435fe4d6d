namespace Llm.Cli.Output.Rendering;

/// <summary>Looks ahead from a mark in the text of a paragraph, of which the rest may still be to come.</summary>
/// <param name="Text">The text so far.</param>
/// <param name="Place">Where the mark is.</param>
/// <param name="Before">What stands before the mark; a line end at the beginning.</param>
/// <param name="IsWhole">Whether nothing more comes.</param>
internal readonly record struct InlineScan(string Text, int Place, char Before, bool IsWhole)
{
    /// <summary>The mark stands for itself.</summary>
    public const int None = -1;

    /// <summary>What is to come decides.</summary>
    public const int Unknown = -2;

    public char First => Text[Place];

    /// <summary>The character so far behind the mark; null if it is not there.</summary>
    public char? At(int distance) => Place + distance < Text.Length ? Text[Place + distance] : null;

    /// <summary>How often the character repeats.</summary>
    public int Run(int place)
    {
        var end = place;
        while (end < Text.Length && Text[end] == Text[place]) end++;
        return end - place;
    }

    /// <summary>Where the code that backticks begin has its end.</summary>
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
            // More backticks may follow those at the end.
            if (place + closing == Text.Length && !IsWhole) return Unknown;
            if (closing == run) return place + closing;
            place += closing;
        }

        return NotFound(start);
    }

    /// <summary>Where a link with an address in round brackets has its end.</summary>
    public int LinkEnd(int start, out int textEnd)
    {
        textEnd = Closing(start, '[', ']');
        if (textEnd < 0) return textEnd;
        if (textEnd + 1 == Text.Length) return IsWhole ? None : Unknown;
        if (Text[textEnd + 1] != '(') return None;
        var end = Closing(textEnd + 1, '(', ')');
        if (end < 0) return end;
        // Behind an address there is at most a title in quotes.
        var inside = Text.AsSpan(textEnd + 2, end - textEnd - 2).Trim();
        var blank = inside.IndexOf(' ');
        return blank < 0 || inside[blank..].TrimStart()[0] is '"' or '\'' ? end + 1 : None;
    }

    /// <summary>Where emphasis that begins here has its end, and by how many marks it is closed.</summary>
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
                    // Of three marks, one or two may be closed by themselves.
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

    /// <summary>The bracket that closes this one.</summary>
    private int Closing(int start, char opening, char closing)
    {
        var depth = 0;
        var limit = Math.Min(Text.Length, start + InlineText.Reach);
        // Most brackets that are not closed are known quickly.
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
    /// CommonMark also looks at punctuation around asterisks, by which <c>**注意：**文字</c> would be no emphasis; people who write so want it.
    /// </remarks>
    private bool CanOpen(int place, int run) => !char.IsWhiteSpace(After(place, run)) && (First != '_' || !char.IsLetterOrDigit(Preceding(place)));

    private bool CanClose(int place, int run) => !char.IsWhiteSpace(Preceding(place)) && (First != '_' || !char.IsLetterOrDigit(After(place, run)));

    private char Preceding(int place) => place == Place ? Before : Text[place - 1];

    private char After(int place, int run) => place + run < Text.Length ? Text[place + run] : '\n';
}
