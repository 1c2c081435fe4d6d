namespace Llm.Commands;

/// <summary>An argument of any number of words; a command has at most one.</summary>
public sealed class RepeatedArgument<T>(string name) : Argument<IReadOnlyList<T>>(name)
{
    /// <summary>How a text becomes a value; not needed for text and numbers.</summary>
    public ValueParser<T> Parser { get => field ??= ValueParsers.For<T>(); init; }

    /// <summary>Whether the argument may be left out.</summary>
    public bool Optional { get; init; }

    /// <inheritdoc/>
    public override bool Multiple => true;

    /// <inheritdoc/>
    public override bool IsRequired => !Optional;

    /// <inheritdoc/>
    public override IReadOnlyList<T> Read(IReadOnlyList<string> words) => Parser.ParseAll(words);
}
