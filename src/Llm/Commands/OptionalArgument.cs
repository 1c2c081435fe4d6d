namespace Llm.Commands;

/// <summary>An argument of one word that may be left out.</summary>
public sealed class OptionalArgument<T>(string name) : Argument<T?>(name)
{
    /// <summary>How the text becomes a value; not needed for text and numbers.</summary>
    public ValueParser<T> Parser { get => field ??= ValueParsers.For<T>(); init; }

    /// <inheritdoc/>
    public override bool Multiple => false;

    /// <inheritdoc/>
    public override bool IsRequired => false;

    /// <inheritdoc/>
    public override T? Read(IReadOnlyList<string> words)
    {
        ArgumentNullException.ThrowIfNull(words);
        return words.Count == 0 ? default : Parser.Parse(words[^1]);
    }
}
