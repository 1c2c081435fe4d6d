namespace Llm.Commands;

/// <summary>
/// A positional value of a command: <see cref="ValueArgument{T}"/>, <see cref="OptionalArgument{T}"/> or
/// <see cref="RepeatedArgument{T}"/>.
/// </summary>
public abstract class Argument : Parameter
{
    /// <summary>Creates an argument with the name that help pages and errors show, such as <c>PROMPT</c>.</summary>
    protected Argument(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        Name = name;
    }

    /// <summary>The name in help pages and errors.</summary>
    public string Name { get; }

    /// <inheritdoc/>
    public sealed override int Arity => 1;

    /// <inheritdoc/>
    public sealed override string DisplayMetavar => (IsRequired ? Name : $"[{Name}]") + (Multiple ? "..." : "");

    /// <inheritdoc/>
    public sealed override string Hint => $"'{DisplayMetavar}'";
}

/// <summary>An argument whose value has the type <typeparamref name="T"/>.</summary>
public abstract class Argument<T> : Argument
{
    /// <inheritdoc cref="Argument(string)"/>
    protected Argument(string name)
        : base(name)
    {
    }

    /// <inheritdoc cref="Option{T}.Read"/>
    public abstract T Read(IReadOnlyList<string> words);

    /// <inheritdoc/>
    public sealed override object? Convert(IReadOnlyList<string> words) => Read(words);
}

/// <summary>A required argument of one word.</summary>
public sealed class ValueArgument<T>(string name) : Argument<T>(name)
{
    /// <summary>Converts the text to a value; not needed for text and numbers.</summary>
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

/// <summary>An argument of one word that may be left out.</summary>
public sealed class OptionalArgument<T>(string name) : Argument<T?>(name)
{
    /// <summary>Converts the text to a value; not needed for text and numbers.</summary>
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

/// <summary>An argument of any number of words; a command has at most one.</summary>
public sealed class RepeatedArgument<T>(string name) : Argument<IReadOnlyList<T>>(name)
{
    /// <summary>Converts each text to a value; not needed for text and numbers.</summary>
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
