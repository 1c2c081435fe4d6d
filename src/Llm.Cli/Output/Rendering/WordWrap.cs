using System.Globalization;
using System.Text;

namespace Llm.Cli.Output.Rendering;

/// <summary>
/// Wraps words into lines. A word is written when it is complete; text in scripts without spaces can be broken anywhere.
/// </summary>
/// <param name="width">The width of a line in cells.</param>
/// <param name="write">Receives text of the current line.</param>
/// <param name="endLine">Ends the current line.</param>
internal sealed class WordWrap(int width, Action<string, TextLook> write, Action endLine)
{
    private const int Joiner = 0x200D;

    private readonly List<Piece> word = [];
    private int column;
    private TextLook? blank;
    private int indent;
    private bool isAfterBreak;
    private Rune last;

    public void Add(string text, TextLook look)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value is ' ' or '\t')
            {
                FlushWord();
                blank ??= look;
                // Indented lines keep their indentation.
                if (isAfterBreak) indent += rune.Value == '\t' ? 4 : 1;
                continue;
            }

            if (word.Count > 0 && MayBreak(last, rune)) FlushWord();
            if (word.Count == 0 || word[^1].Look != look) word.Add(new Piece(look));
            word[^1].Text.Append(rune.ToString());
            last = rune;
        }
    }

    /// <summary>Starts the next line.</summary>
    public void Break()
    {
        FlushWord();
        EndLine();
        isAfterBreak = true;
    }

    /// <summary>Writes the last word.</summary>
    public void End() => FlushWord();

    private static bool MayBreak(Rune before, Rune after) =>
        before.Value != Joiner && CellWidth.Of(after) > 0 && (CellWidth.Of(after) == 2 || CellWidth.Of(before) == 2);

    private void FlushWord()
    {
        if (word.Count == 0) return;
        if (isAfterBreak && indent > 0)
        {
            column = Math.Min(indent, width / 2);
            write(new string(' ', column), TextLook.Plain);
            blank = null;
        }

        (isAfterBreak, indent) = (false, 0);
        var cells = 0;
        foreach (var piece in word) cells += CellWidth.Of(piece.Text.ToString());
        if (column > 0 && column + (blank is null ? 0 : 1) + cells > width)
        {
            EndLine();
        }
        else if (blank is { } look && column > 0)
        {
            write(" ", look);
            column++;
        }

        blank = null;
        foreach (var piece in word)
        {
            if (column + cells <= width) write(piece.Text.ToString(), piece.Look);
            else WriteBroken(piece.Text.ToString(), piece.Look);
        }

        if (column + cells <= width) column += cells;
        word.Clear();
    }

    /// <summary>Writes a word that is wider than a line.</summary>
    private void WriteBroken(string text, TextLook look)
    {
        var start = 0;
        for (var place = 0; place < text.Length;)
        {
            var length = StringInfo.GetNextTextElementLength(text, place);
            var cells = CellWidth.OfCluster(text.AsSpan(place, length));
            if (column + cells > width && column > 0)
            {
                write(text[start..place], look);
                start = place;
                EndLine();
            }

            column += cells;
            place += length;
        }

        write(text[start..], look);
    }

    private void EndLine()
    {
        endLine();
        column = 0;
        blank = null;
    }

    /// <summary>A part of a word in one look.</summary>
    private sealed class Piece(TextLook look)
    {
        public StringBuilder Text { get; } = new();

        public TextLook Look => look;
    }
}
