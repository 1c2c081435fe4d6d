using System.Text;

namespace Llm.Cli.Input.Editing;

/// <summary>
/// Writes what brings the screen from one state of the edited text to the next. Rows are broken by the terminal itself where they are full,
/// so that it can lay them out anew when its width changes.
/// </summary>
internal sealed class LinePainter
{
    private int cursorRow;
    private bool painted;

    /// <summary>Shows a text in place of what was painted before, the cursor in its place.</summary>
    /// <param name="layout">The text.</param>
    /// <param name="height">The rows of the screen; of a longer text those around the cursor are shown.</param>
    public string Paint(LineLayout layout, int height)
    {
        var output = new StringBuilder();
        Clear(output);
        var (first, count) = Visible(layout, height);
        Write(output, layout, first, count);
        cursorRow = layout.CursorRow - first;
        painted = true;
        // The terminal may still stand behind the last cell of a row, so it goes to the first cell before it goes elsewhere.
        output.Append('\r');
        if (count - 1 - cursorRow is > 0 and var up) output.Append($"\e[{up}A");
        if (layout.CursorColumn > 0) output.Append($"\e[{layout.CursorColumn}C");
        return output.ToString();
    }

    /// <summary>Shows the whole text for good and goes to the row below it.</summary>
    public string Finish(LineLayout layout)
    {
        var output = new StringBuilder();
        Clear(output);
        Write(output, layout, 0, layout.Rows.Count);
        (cursorRow, painted) = (0, false);
        return output.Append("\r\n").ToString();
    }

    /// <summary>Forgets what was painted, as after the screen was cleared.</summary>
    public void Forget() => (cursorRow, painted) = (0, false);

    /// <summary>Says where the cursor stands after the terminal laid the text out for another width.</summary>
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
            // An empty row after a full one holds the cursor only; nothing would take the terminal there.
            else if (layout.Rows[row + 1].Length == 0) output.Append(" \r");
        }
    }
}
