namespace Llm.Commands;

/// <summary>Converts a word of the command line to a value, and names such values in help pages.</summary>
/// <param name="metavar">The name of the value in help pages, such as <c>FILE</c>.</param>
/// <param name="parse">Converts one word; throws <see cref="InvalidValueException"/> if it cannot be used.</param>
public sealed class ValueParser<T>(string metavar, Func<string, T> parse)
{
    /// <summary>The name of the value in help pages.</summary>
    public string Metavar { get; } = metavar;

    /// <summary>Converts one word.</summary>
    /// <exception cref="InvalidValueException">The word cannot be used.</exception>
    public T Parse(string word) => parse(word);

    internal T[] ParseAll(IReadOnlyList<string> words)
    {
        var values = new T[words.Count];
        for (var i = 0; i < values.Length; i++) values[i] = parse(words[i]);
        return values;
    }
}
