using Llm.Commands;

namespace Llm.Cli.Options;

/// <summary>Functions given as text.</summary>
internal sealed class FunctionsOption
{
    public RepeatedOption<string> Option { get; } = new("--functions")
    {
        Help = "Python code block or file path defining functions to register as tools",
    };

    /// <summary>Better to say so than to ask a model without them.</summary>
    /// <exception cref="LlmException">There are functions.</exception>
    public static void Refuse(IReadOnlyList<string> functions)
    {
        if (functions.Count > 0) throw new LlmException("Functions given as text are not supported by this version. Leave out --functions, or the template's functions.");
    }
}
