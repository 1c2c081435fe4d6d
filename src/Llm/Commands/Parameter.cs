namespace Llm.Commands;

/// <summary>A parameter of a command: an <see cref="Option"/> or an <see cref="Argument"/>.</summary>
/// <remarks>A parameter holds no values, so it may be shared; the values of one call are in its <see cref="Invocation"/>.</remarks>
public abstract class Parameter
{
    /// <summary>Text for the help page; a paragraph after a line <c>\b</c> keeps its line breaks.</summary>
    public string Help { get; init; } = "";

    /// <summary>The number of words that make one value: 0 for a flag, 1 for a value, 2 for a pair.</summary>
    public abstract int Arity { get; }

    /// <summary>Whether all given values are used, rather than only the last one.</summary>
    public abstract bool Multiple { get; }

    /// <summary>Whether a call without it is a usage error.</summary>
    public abstract bool IsRequired { get; }

    /// <summary>The name of the value in help pages, such as <c>TEXT</c> or <c>[PROMPT]</c>.</summary>
    public abstract string DisplayMetavar { get; }

    /// <summary>The parameter as error messages name it: <c>'-m' / '--model'</c>.</summary>
    public abstract string Hint { get; }

    /// <summary>Converts the words that were given for this parameter to its value; there are no words if it was left out.</summary>
    /// <exception cref="InvalidValueException">A word cannot be used.</exception>
    public abstract object? Convert(IReadOnlyList<string> words);
}
