namespace Llm.Cli.Output.Rendering;

/// <summary>A quote or an item of a list that holds what comes.</summary>
/// <param name="indent">The columns that the lines of an item are indented by; 0 for a quote.</param>
/// <param name="marker">What stands before the first line: <c>• </c>, <c>1. </c>, or the bar of a quote before all lines.</param>
/// <param name="number">The number of an item, if it has one.</param>
internal sealed class Container(int indent, string marker, int? number = null)
{
    private bool isMarked;

    public bool IsQuote => indent == 0;

    public int Indent => indent;

    public int? Number => number;

    /// <summary>The cells that it takes from every line.</summary>
    public int Width => marker.Length;

    /// <summary>Whether its marker still waits for a line to stand before.</summary>
    public bool WaitsForLine => !IsQuote && !isMarked;

    /// <summary>What stands before the next line.</summary>
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
