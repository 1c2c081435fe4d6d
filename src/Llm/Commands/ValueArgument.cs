namespace Llm.Commands;

/// <summary>An argument of one word that has to be given.</summary>
public sealed class ValueArgument<T>(string name) : Argument<T>(name)
{
    /// <summary>How the text becomes a value; not needed for text and numbers.</summary>
    public ValueParser<T> Parser { get => field ??= ValueParsers.For<T>(); init; }

    /// <inheritdoc/>
    public override bool Multiple => false;

    /// <inheritdoc/>
    public override bool IsRequired => true;

    /// <inheritdoc/>
    public override T Read(IReadOnlyList<string> words)
    {
        ArgumentNullException.ThrowIfNull(words);
        return Parser.Parse(words[^1]);
    }
}
