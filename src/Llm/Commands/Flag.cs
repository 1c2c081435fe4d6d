namespace Llm.Commands;

/// <summary>An option without a value, which is either given or not.</summary>
public sealed class Flag(params string[] names) : Option<bool>(names)
{
    /// <inheritdoc/>
    public override int Arity => 0;

    /// <inheritdoc/>
    public override bool Multiple => false;

    /// <inheritdoc/>
    public override string DisplayMetavar => "";

    /// <inheritdoc/>
    /// <remarks>
    /// The word is the value of the environment variable. On the command line a flag has no value, and the grammar passes <c>true</c>.
    /// </remarks>
    public override bool Read(IReadOnlyList<string> words)
    {
        ArgumentNullException.ThrowIfNull(words);
        return words.Count > 0 && ValueParsers.Boolean.Parse(words[^1]);
    }
}
