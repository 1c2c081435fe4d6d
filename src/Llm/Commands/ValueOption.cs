namespace Llm.Commands;

/// <summary>An option with one value; if it is given several times, the last value is used.</summary>
/// <remarks>
/// The value of a text option that is not given is null. For a number that may be left out, <typeparamref name="T"/> is <c>int?</c>.
/// </remarks>
public sealed class ValueOption<T>(params string[] names) : Option<T?>(names)
{
    /// <summary>The value when the option is not given.</summary>
    public T? Default { get; init; }

    /// <summary>Converts the text to a value; not needed for text and numbers.</summary>
    public ValueParser<T> Parser { get => field ??= ValueParsers.For<T>(); init; }

    /// <inheritdoc/>
    public override int Arity => 1;

    /// <inheritdoc/>
    public override bool Multiple => false;

    /// <inheritdoc/>
    public override string DisplayMetavar => Metavar ?? Parser.Metavar;

    /// <inheritdoc/>
    public override T? Read(IReadOnlyList<string> words)
    {
        ArgumentNullException.ThrowIfNull(words);
        return words.Count == 0 ? Default : Parser.Parse(words[^1]);
    }
}
