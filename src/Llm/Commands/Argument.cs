namespace Llm.Commands;

/// <summary>A value of a command that is given by its place: <see cref="ValueArgument{T}"/>,
/// <see cref="OptionalArgument{T}"/> or <see cref="RepeatedArgument{T}"/>.</summary>
public abstract class Argument : Parameter
{
    /// <summary>Describes an argument by the name that help pages and errors give it, such as <c>PROMPT</c>.</summary>
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
