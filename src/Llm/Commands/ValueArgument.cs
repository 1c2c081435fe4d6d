namespace Llm.Commands;

/// <summary>An argument of one word.</summary>
public sealed class ValueArgument<T>(string name) : Argument<T>(name)
{
    /// <summary>The value when an optional argument is left out.</summary>
    public T Default { get; init; } = default!;

    /// <summary>How the text becomes a value; not needed for text and numbers.</summary>
    public ValueParser<T> Parser { get => field ??= ValueParsers.For<T>(); init; }

    /// <inheritdoc/>
    public override bool Multiple => false;

    /// <inheritdoc/>
    public override T Read(IReadOnlyList<string> words)
    {
        ArgumentNullException.ThrowIfNull(words);
        return words.Count == 0 ? Default : Parser.Parse(words[^1]);
    }
}
