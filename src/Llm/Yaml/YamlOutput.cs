using System.Text;

namespace Llm.Yaml;

/// <summary>The text that is being written, with the same column and line state as PyYAML's emitter.</summary>
/// <param name="bestIndent">The columns per level.</param>
/// <param name="width">The column after which a line is broken at the next space.</param>
internal sealed class YamlOutput(int bestIndent, int width)
{
    /// <summary>PyYAML's default width.</summary>
    public const int UsualWidth = 80;

    private readonly StringBuilder text = new();
    private readonly Stack<int?> indents = new();
    private int? indent;
    private int column;
    private bool endsInSpace = true;

    /// <summary>Whether the line contains only spaces and <c>-</c>, <c>?</c> or <c>:</c>.</summary>
    public bool IsIndentation { get; private set; } = true;

    /// <summary>Whether values with several lines are written line by line.</summary>
    public bool KeepsLines { get; init; }

    /// <summary>The columns per level.</summary>
    public int BestIndent => bestIndent;

    /// <summary>Whether nothing marks the end of the last scalar yet.</summary>
    public bool IsOpenEnded { get; set; }

    /// <summary>Whether the line would be too long with <paramref name="pending"/> more characters.</summary>
    public bool IsBeyondWidth(int pending = 0) => column + pending > width;

    /// <summary>Enters the next level, until <see cref="Leave"/> is called.</summary>
    public void Enter(bool isBlock, bool keepColumn = false)
    {
        indents.Push(indent);
        if (indent is null) indent = isBlock ? 0 : bestIndent;
        else if (!keepColumn) indent += bestIndent;
    }

    public void Leave() => indent = indents.Pop();

    /// <summary>Writes punctuation, after a space if it requires one.</summary>
    public void Indicator(string indicator, bool needsSpace, bool isIndentation = false)
    {
        if (needsSpace && !endsInSpace) Append(" ");
        Append(indicator);
        IsOpenEnded = false;
        endsInSpace = false;
        IsIndentation = IsIndentation && isIndentation;
    }

    /// <summary>Starts plain text; if it is the whole document, its end must be marked.</summary>
    public void StartPlain()
    {
        if (!endsInSpace) Append(" ");
        IsOpenEnded = indents.Count == 1;
        StartText();
    }

    /// <summary>Starts text, whatever precedes it on the line.</summary>
    public void StartText()
    {
        endsInSpace = false;
        IsIndentation = false;
    }

    /// <summary>Moves to the column of this level, on a new line unless this line is free up to that point.</summary>
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

    /// <summary>Appends ASCII characters; callers escape all others.</summary>
    public void Append(ReadOnlySpan<int> characters)
    {
        foreach (var c in characters) text.Append((char)c);
        column += characters.Length;
    }

    public override string ToString() => text.ToString();
}
