namespace Llm.Commands;

/// <summary>A node of the tree of commands: a <see cref="Command"/> or a <see cref="CommandGroup"/>.</summary>
public abstract class CommandNode
{
    internal CommandNode()
    {
    }

    /// <summary>The text of the help page; its first sentence is the summary in the list of commands.</summary>
    /// <remarks>Paragraphs are wrapped; one that starts with a line <c>\b</c> keeps its line breaks.</remarks>
    public abstract string Help { get; }
}
