using System.Text;

namespace Llm.Cli.Input.Editing;

/// <summary>
/// Updates the screen from one state of the edited text to the next. Full rows are wrapped by the terminal itself, so that it can lay them
/// out again when its width changes.
/// </summary>
internal sealed class LinePainter
{
    private int cursorRow;
    private bool painted;

    /// <summary>Replaces the text that was painted before, and positions the cursor.</summary>
    /// <param name="layout">The layout of the text.</param>
    /// <param name="height">The number of rows of the screen; of a longer text, the rows around the cursor are shown.</param>
    public string Paint(LineLayout layout, int height)
    {
        var output = new StringBuilder();
        Clear(output);
        var (first, count) = Visible(layout, height);
        Write(output, layout, first, count);
        cursorRow = layout.CursorRow - first;
        painted = true;
        // The cursor may still be after the last cell of a row, so it moves to the first cell before it moves elsewhere.
        output.Append('\r');
        if (count - 1 - cursorRow is > 0 and var up) output.Append($"\e[{up}A");
        if (layout.CursorColumn > 0) output.Append($"\e[{layout.CursorColumn}C");
        return output.ToString();
    }

    /// <summary>Shows the whole text permanently, and moves to the row below it.</summary>
    public string Finish(LineLayout layout)
    {
        var output = new StringBuilder();
        Clear(output);
        Write(output, layout, 0, layout.Rows.Count);
        (cursorRow, painted) = (0, false);
        return output.Append("\r\n").ToString();
    }

    /// <summary>Starts from an empty row, as after the screen was cleared.</summary>
    public void Reset() => (cursorRow, painted) = (0, false);

    /// <summary>Updates the position of the cursor after the terminal has laid out the text for another width.</summary>
    public void Reflow(LineLayout layout, int height) => cursorRow = layout.CursorRow - Visible(layout, height).First;

    private static (int First, int Count) Visible(LineLayout layout, int height)
    {
        var count = Math.Min(layout.Rows.Count, Math.Max(1, height));
        return (Math.Clamp(layout.CursorRow - (count / 2), 0, layout.Rows.Count - count), count);
    }

    private void Clear(StringBuilder output)
    {
        if (!painted) return;
        output.Append('\r');
        if (cursorRow > 0) output.Append($"\e[{cursorRow}A");
        output.Append("\e[J");
    }

    private static void Write(StringBuilder output, LineLayout layout, int first, int count)
    {
        for (var row = first; row < first + count; row++)
        {
            output.Append(layout.Rows[row]);
            if (row + 1 == first + count) break;
            if (!layout.Wraps[row]) output.Append("\r\n");
            // An empty row after a full one contains only the cursor, so the terminal would not move there by itself.
            else if (layout.Rows[row + 1].Length == 0) output.Append(" \r");
        }
    }
}
