using System.Globalization;
using System.Text;
using Llm.Cli.Output;

namespace Llm.Cli.Input.Editing;

/// <summary>
/// The layout of a prompt and a text on the rows of a terminal, which wraps them at its width, with the position of the cursor.
/// </summary>
internal sealed class LineLayout
{
    /// <summary>The text before the second and later lines of a message.</summary>
    public const string Continuation = "  ";

    private readonly int width;
    private readonly List<StringBuilder> rows = [new()];
    private readonly List<bool> wraps = [];
    private int column;

    public LineLayout(string prompt, string text, int cursor, int width)
    {
        this.width = width;
        Add(prompt);
        for (var place = 0; place < text.Length;)
        {
            var length = StringInfo.GetNextTextElementLength(text, place);
            var shown = Shown(text.AsSpan(place, length));
            if (shown == "\n")
            {
                if (cursor == place) MarkCursor(1);
                Break(wraps: false);
                Add(Continuation);
            }
            else
            {
                if (cursor >= place && cursor < place + length) MarkCursor(CellWidth.Of(shown));
                Add(shown);
            }

            place += length;
        }

        if (cursor == text.Length) MarkCursor(1);
    }

    /// <summary>The rows; after a row with <see cref="Wraps"/>, the terminal itself starts the next one.</summary>
    public IReadOnlyList<string> Rows => [.. rows.Select(row => row.ToString())];

    /// <summary>Whether the text continues after each row because the row is full.</summary>
    public IReadOnlyList<bool> Wraps => wraps;

    public int CursorRow { get; private set; }

    public int CursorColumn { get; private set; }

    /// <summary>Control characters as <c>^X</c>, so that pasted text cannot control the terminal; a tab as spaces.</summary>
    private static string Shown(ReadOnlySpan<char> cluster) => cluster switch
    {
        "\n" => "\n",
        "\t" => "    ",
        [< ' ' or '\x7f', ..] => $"^{(char)(cluster[0] ^ 0x40)}",
        [>= '\x80' and < '\xa0', ..] => "\ufffd",
        _ => cluster.ToString(),
    };

    private void Add(string text)
    {
        for (var place = 0; place < text.Length;)
        {
            var length = StringInfo.GetNextTextElementLength(text, place);
            var cells = CellWidth.OfCluster(text.AsSpan(place, length));
            if (column + cells > width) Break(wraps: true);
            rows[^1].Append(text, place, length);
            column += cells;
            place += length;
        }
    }

    private void Break(bool wraps)
    {
        this.wraps.Add(wraps);
        rows.Add(new StringBuilder());
        column = 0;
    }

    /// <summary>Puts the cursor where the next character goes, which may be on the next row.</summary>
    private void MarkCursor(int cells)
    {
        if (column + Math.Min(cells, width) > width) Break(wraps: true);
        (CursorRow, CursorColumn) = (rows.Count - 1, column);
    }
}
