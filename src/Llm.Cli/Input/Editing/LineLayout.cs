using System.Globalization;
using System.Text;
using Llm.Cli.Output;

namespace Llm.Cli.Input.Editing;

/// <summary>How a prompt and a text lie on the rows of a terminal, which breaks them at its width, and where the cursor stands.</summary>
internal sealed class LineLayout
{
    /// <summary>Goes before the second and further lines of a message.</summary>
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

    /// <summary>The rows; the terminal itself goes on to the next where <see cref="Wraps"/> says so.</summary>
    public IReadOnlyList<string> Rows => [.. rows.Select(row => row.ToString())];

    /// <summary>Whether the text went on behind a row because it was full.</summary>
    public IReadOnlyList<bool> Wraps => wraps;

    public int CursorRow { get; private set; }

    public int CursorColumn { get; private set; }

    /// <summary>Controls as <c>^X</c>, so that nothing that was pasted reaches the terminal as a command; a tab as blanks.</summary>
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

    /// <summary>The cursor stands where the next character goes, which may be a row further.</summary>
    private void MarkCursor(int cells)
    {
        if (column + Math.Min(cells, width) > width) Break(wraps: true);
        (CursorRow, CursorColumn) = (rows.Count - 1, column);
    }
}
