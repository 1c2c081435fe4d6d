using System.Text;

namespace Llm;

/// <summary>The text of functions, and the name of its origin for error messages.</summary>
internal sealed record FunctionSource(string Text, FunctionLanguage Language, string Name)
{
    /// <summary>Describes an error, with its line of the text and a mark below the column.</summary>
    /// <param name="message">The error message.</param>
    /// <param name="line">The line, from 1; null if it is unknown.</param>
    /// <param name="column">The column, from 1; null if it is unknown.</param>
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
