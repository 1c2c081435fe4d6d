namespace Llm.Commands;

/// <summary>An option that may be given several times, each time with two values: <c>-o temperature 0.5</c>.</summary>
public sealed class PairOption(params string[] names) : Option<IReadOnlyList<KeyValuePair<string, string>>>(names)
{
    /// <summary>Checks the first text.</summary>
    public ValueParser<string> First { get; init; } = ValueParsers.Text;

    /// <summary>Checks the second text.</summary>
    public ValueParser<string> Second { get; init; } = ValueParsers.Text;

    /// <inheritdoc/>
    public override int Arity => 2;

    /// <inheritdoc/>
    public override bool Multiple => true;

    /// <inheritdoc/>
    public override string DisplayMetavar => Metavar ?? $"<{First.Metavar} {Second.Metavar}>...";

    /// <inheritdoc/>
    public override IReadOnlyList<KeyValuePair<string, string>> Read(IReadOnlyList<string> words)
    {
        ArgumentNullException.ThrowIfNull(words);
        var pairs = new KeyValuePair<string, string>[words.Count / 2];
        for (var i = 0; i < pairs.Length; i++) pairs[i] = new(First.Parse(words[2 * i]), Second.Parse(words[(2 * i) + 1]));
        return pairs;
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> SplitEnvironmentValue(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var words = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return words.Length % 2 == 0 ? words : throw new InvalidValueException("Takes 2 values but 1 was given.", this);
    }
}
