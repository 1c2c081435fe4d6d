namespace Llm.Commands;

/// <summary>What can be given to a command: an <see cref="Option"/> or an <see cref="Argument"/>.</summary>
/// <remarks>A parameter only describes; the values of one call are in its <see cref="Invocation"/>, so it may be shared.</remarks>
public abstract class Parameter
{
    /// <summary>Text for the help page; a paragraph after a line <c>\b</c> keeps its line breaks.</summary>
    public string Help { get; init; } = "";

    /// <summary>How many words one value takes: 0 for a flag, 1 for a value, 2 for a pair.</summary>
    public abstract int Arity { get; }

    /// <summary>Whether every value given counts instead of the last one only.</summary>
    public abstract bool Multiple { get; }

    /// <summary>Whether a call without it is a usage error.</summary>
    public abstract bool IsRequired { get; }

    /// <summary>What the value is called in help pages, such as <c>TEXT</c> or <c>[PROMPT]</c>.</summary>
    public abstract string DisplayMetavar { get; }

    /// <summary>The parameter as error messages name it: <c>'-m' / '--model'</c>.</summary>
    public abstract string Hint { get; }

    /// <summary>Turns the words that were given for this parameter, none if it was left out, into its value.</summary>
    /// <exception cref="InvalidValueException">A word cannot be used.</exception>
    public abstract object? Convert(IReadOnlyList<string> words);
}
