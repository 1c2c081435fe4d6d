using System.Text;

namespace Llm;

/// <summary>Functions as text, and how errors name where they are from.</summary>
internal sealed record FunctionSource(string Text, FunctionLanguage Language, string Name)
{
    /// <summary>An error at a place of the text, with the line and a mark below it.</summary>
    /// <param name="message">What is wrong.</param>
    /// <param name="line">The line, from 1; null if it is not known.</param>
    /// <param name="column">The column, from 1; null if it is not known.</param>
    public string Describe(string message, int? line, int? column)
    {
        if (line is not { } number) return $"Error in {Name}: {message}";
        var place = column is null ? $"line {number}" : $"line {number}, column {column}";
        var text = new StringBuilder($"Error in {Name}: {message} ({place})");
        if (Text.ReplaceLineEndings("\n").Split('\n').ElementAtOrDefault(number - 1)?.Replace('\t', ' ') is not { } shown)
            return text.ToString();
        text.Append("\n    ").Append(shown.TrimEnd());
        if (column is { } position and > 0) text.Append('\n').Append(' ', position + 3).Append('^');
        return text.ToString();
    }
}
