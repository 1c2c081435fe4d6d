namespace Llm.Commands;

/// <summary>
/// An option of a command: <see cref="Flag"/>, <see cref="ValueOption{T}"/>, <see cref="RepeatedOption{T}"/> or <see cref="PairOption"/>.
/// </summary>
public abstract class Option : Parameter
{
    /// <summary>Creates an option with its names, such as <c>-m</c> and <c>--model</c>.</summary>
    protected Option(string[] names)
    {
        ArgumentNullException.ThrowIfNull(names);
        if (names.Length == 0) throw new ArgumentException("An option needs a name.", nameof(names));
        foreach (var name in names)
            if (name.Length < 2 || name[0] != '-')
                throw new ArgumentException($"The option name {name} does not start with a dash.", nameof(names));
        Names = names;
    }

    /// <summary>The names in the order in which they were declared, which is the order of error messages.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The environment variable that is used when the option is not given; an empty variable counts as unset.</summary>
    public string? EnvironmentVariable { get; init; }

    /// <summary>Whether help pages leave the option out.</summary>
    public bool IsHidden { get; init; }

    /// <summary>The name of the value in help pages; if null, the name of its type is used.</summary>
    public string? Metavar { get; init; }

    /// <summary>Whether a call without the option is a usage error.</summary>
    public bool Required { get; init; }

    /// <inheritdoc/>
    public sealed override bool IsRequired => Required;

    /// <inheritdoc/>
    public sealed override string Hint => "'" + string.Join("' / '", Names) + "'";

    /// <summary>Splits the text of the environment variable into the words of a command line.</summary>
    public virtual IReadOnlyList<string> SplitEnvironmentValue(string text) => [text];
}

/// <summary>An option whose value has the type <typeparamref name="T"/>.</summary>
public abstract class Option<T> : Option
{
    /// <inheritdoc cref="Option(string[])"/>
    protected Option(string[] names)
        : base(names)
    {
    }

    /// <summary>Converts the words as <see cref="Parameter.Convert"/> does, to the option's type.</summary>
    /// <exception cref="InvalidValueException">A word cannot be used.</exception>
    public abstract T Read(IReadOnlyList<string> words);

    /// <inheritdoc/>
    public sealed override object? Convert(IReadOnlyList<string> words) => Read(words);
}
