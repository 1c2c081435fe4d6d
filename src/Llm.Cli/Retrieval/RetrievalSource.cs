using System.Globalization;

namespace Llm.Cli.Retrieval;

/// <summary>The collection to look in, and how many of its texts to take.</summary>
/// <param name="Collection">The name of the collection.</param>
/// <param name="Number">The number of texts, from 1.</param>
internal sealed record RetrievalSource(string Collection, int Number)
{
    private const int UsualNumber = 5;

    /// <summary>Reads <c>COLLECTION</c> or <c>COLLECTION:n</c>.</summary>
    /// <exception cref="LlmException">The name is missing or the number is 0.</exception>
    public static RetrievalSource Parse(string text)
    {
        var colon = text.LastIndexOf(':');
        return colon >= 0 && IsNumber(text.AsSpan(colon + 1)) ? Create(text[..colon], text[(colon + 1)..], text) : Create(text, null, text);
    }

    /// <summary>Reads <c>COLLECTION:TEXT</c> or <c>COLLECTION:n:TEXT</c>.</summary>
    /// <exception cref="LlmException">A part is missing or the number is 0.</exception>
    public static (RetrievalSource Source, string Question) ParseWithQuestion(string text)
    {
        if (text.Split(':', 3) is [var name, var number, var rest] && IsNumber(number))
            return (Create(name, number, text), CheckQuestion(rest));
        if (text.Split(':', 2) is not [var collection, var question])
            throw new LlmException("write similar:COLLECTION:TEXT or similar:COLLECTION:n:TEXT");
        return (Create(collection, null, text), CheckQuestion(question));
    }

    private static bool IsNumber(ReadOnlySpan<char> text) => text.Length is > 0 and < 10 && !text.ContainsAnyExceptInRange('0', '9');

    private static RetrievalSource Create(string collection, string? number, string text)
    {
        if (collection.Length == 0) throw new LlmException($"'{text}' does not name a collection.");
        var wanted = number is null ? UsualNumber : int.Parse(number, CultureInfo.InvariantCulture);
        return wanted > 0 ? new RetrievalSource(collection, wanted)
            : throw new LlmException($"The number of texts in '{text}' must be at least 1.");
    }

    private static string CheckQuestion(string text) => string.IsNullOrWhiteSpace(text)
        ? throw new LlmException("There is no text to look for.") : text;
}
