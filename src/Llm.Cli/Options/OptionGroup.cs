using Llm.Commands;

namespace Llm.Cli.Options;

/// <summary>Options that several commands share, and the code that reads them.</summary>
internal abstract class OptionGroup
{
    /// <summary>The options in the order of the help page.</summary>
    public abstract IReadOnlyList<Option> All { get; }
}
