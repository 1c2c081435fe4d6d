namespace Llm;

/// <summary>A setting whose value is a <typeparamref name="T"/>.</summary>
public sealed class Setting<T> : Setting
{
    private readonly Func<string, (bool IsAllowed, T Value)> parse;
    private readonly Func<T, string> write;

    internal Setting(
        string name, T defaultValue, string description, string allowed, Func<string, (bool IsAllowed, T Value)> parse,
        Func<T, string> write)
        : base(name, description, allowed)
    {
        Default = defaultValue;
        this.parse = parse;
        this.write = write;
    }

    /// <summary>The value that counts where the user sets none.</summary>
    public T Default { get; }

    /// <inheritdoc/>
    public override string DefaultText => write(Default);

    /// <summary>Reads a value as it is written; false if it is not allowed.</summary>
    internal bool TryParse(string text, out T value)
    {
        (var isAllowed, value) = parse(text.Trim());
        return isAllowed;
    }

    internal override string? Normalise(string text) => TryParse(text, out var value) ? write(value) : null;
}
