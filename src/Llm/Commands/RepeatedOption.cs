namespace Llm.Commands;

/// <summary>An option that may be given several times, each time with one value.</summary>
public sealed class RepeatedOption<T>(params string[] names) : Option<IReadOnlyList<T>>(names)
{
    /// <summary>Converts each text to a value; not needed for text and numbers.</summary>
    public ValueParser<T> Parser { get => field ??= ValueParsers.For<T>(); init; }

    /// <inheritdoc/>
    public override int Arity => 1;

    /// <inheritdoc/>
    public override bool Multiple => true;

    /// <inheritdoc/>
    public override string DisplayMetavar => Metavar ?? Parser.Metavar;

    /// <inheritdoc/>
    public override IReadOnlyList<T> Read(IReadOnlyList<string> words) => Parser.ParseAll(words);

    /// <inheritdoc/>
    public override IReadOnlyList<string> SplitEnvironmentValue(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
    }
}
