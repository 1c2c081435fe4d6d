using System.Text;

namespace Llm.Yaml;

/// <summary>The text that is being written, with the column and the state of the line that PyYAML's emitter keeps.</summary>
/// <param name="bestIndent">Columns a level.</param>
/// <param name="width">A line is broken at the first space beyond it.</param>
internal sealed class YamlOutput(int bestIndent, int width)
{
    /// <summary>PyYAML's usual width.</summary>
    public const int UsualWidth = 80;

    private readonly StringBuilder text = new();
    private readonly Stack<int?> indents = new();
    private int? indent;
    private int column;
    private bool endsInSpace = true;

    /// <summary>Whether the line holds nothing yet but spaces and <c>-</c>, <c>?</c> or <c>:</c>.</summary>
    public bool IsIndentation { get; private set; } = true;

    /// <summary>Whether values of several lines are written line by line.</summary>
    public bool KeepsLines { get; init; }

    /// <summary>Columns a level.</summary>
    public int BestIndent => bestIndent;

    /// <summary>Whether nothing shows yet where the last scalar ends.</summary>
    public bool IsOpenEnded { get; set; }

    /// <summary>Whether the line is too long with <paramref name="pending"/> more characters.</summary>
    public bool IsBeyondWidth(int pending = 0) => column + pending > width;

    /// <summary>Goes one level down; ended by <see cref="Leave"/>.</summary>
    public void Enter(bool isBlock, bool keepColumn = false)
    {
        indents.Push(indent);
        if (indent is null) indent = isBlock ? 0 : bestIndent;
        else if (!keepColumn) indent += bestIndent;
    }

    public void Leave() => indent = indents.Pop();

    /// <summary>Writes punctuation, after a space if it needs one.</summary>
    public void Indicator(string indicator, bool needsSpace, bool isIndentation = false)
    {
        if (needsSpace && !endsInSpace) Append(" ");
        Append(indicator);
        IsOpenEnded = false;
        endsInSpace = false;
        IsIndentation = IsIndentation && isIndentation;
    }

    /// <summary>Starts plain text; if it is the whole document, its end needs a mark.</summary>
    public void StartPlain()
    {
        if (!endsInSpace) Append(" ");
        IsOpenEnded = indents.Count == 1;
        StartText();
    }

    /// <summary>Says that what follows is text, whatever was before it on the line.</summary>
    public void StartText()
    {
        endsInSpace = false;
        IsIndentation = false;
    }

    /// <summary>Goes to the column of this level, on a new line unless this one is still free up to there.</summary>
    public void Indent()
    {
        var target = indent ?? 0;
        if (!IsIndentation || column > target || (column == target && !endsInSpace)) LineBreak();
        if (column >= target) return;
        endsInSpace = true;
        text.Append(' ', target - column);
        column = target;
    }

    public void LineBreak()
    {
        text.Append('\n');
        endsInSpace = true;
        IsIndentation = true;
        column = 0;
    }

    public void Append(string value)
    {
        text.Append(value);
        column += value.Length;
    }

    /// <summary>Appends characters that are ASCII; all others are escaped before they come here.</summary>
    public void Append(ReadOnlySpan<int> characters)
    {
        foreach (var c in characters) text.Append((char)c);
        column += characters.Length;
    }

    public override string ToString() => text.ToString();
}
