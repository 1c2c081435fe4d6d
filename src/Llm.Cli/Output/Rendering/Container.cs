namespace Llm.Cli.Output.Rendering;

/// <summary>An open container block of Markdown: a quote or a list item.</summary>
/// <param name="indent">The columns by which the lines of an item are indented; 0 for a quote.</param>
/// <param name="marker">The text before the first line of an item, such as <c>• </c> or <c>1. </c>, or before all lines of a quote.</param>
/// <param name="number">The number of an item in a numbered list; otherwise null.</param>
internal sealed class Container(int indent, string marker, int? number = null)
{
    private bool isMarked;

    public bool IsQuote => indent == 0;

    public int Indent => indent;

    public int? Number => number;

    /// <summary>The cells that the container takes from every line.</summary>
    public int Width => marker.Length;

    /// <summary>Whether the marker has not been written yet.</summary>
    public bool HasPendingMarker => !IsQuote && !isMarked;

    /// <summary>Returns the text before the next line.</summary>
    public string TakePrefix()
    {
        if (IsQuote || !isMarked)
        {
            isMarked = true;
            return marker;
        }

        return new string(' ', marker.Length);
    }

    public static Container Quote() => new(0, "│ ");
}
