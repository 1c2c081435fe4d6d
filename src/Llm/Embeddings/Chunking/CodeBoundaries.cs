namespace Llm.Embeddings.Chunking;

/// <summary>Finds the boundaries of source code: what begins after a blank line, better the less it is indented.</summary>
internal static class CodeBoundaries
{
    private const int TabWidth = 4;
    private const int DeepestIndentation = 16;

    public static void Mark(Boundaries boundaries, string text, int from, int to)
    {
        var blank = true;
        foreach (var line in TextLine.Of(text, from, to))
        {
            if (!line.IsBlank) boundaries.Raise(line.Start, StrengthOf(line, blank));
            blank = line.IsBlank;
        }
    }

    private static byte StrengthOf(TextLine line, bool blank)
    {
        var content = line.Content;
        var indentation = 0;
        var first = 0;
        for (; content[first] is ' ' or '\t'; first++) indentation += content[first] == '\t' ? TabWidth : 1;
        // A closing bracket belongs to what is before it.
        if (content[first] is '}' or ')' or ']' || content[first..] is "end" or "fi" or "done") return Boundaries.Word;
        if (blank) return (byte)(Boundaries.Paragraph + ((DeepestIndentation - Math.Min(indentation, DeepestIndentation)) / 2));
        return indentation == 0 ? Boundaries.Item : Boundaries.Line;
    }
}
