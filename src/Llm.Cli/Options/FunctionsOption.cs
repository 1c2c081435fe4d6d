using Llm.Commands;

namespace Llm.Cli.Options;

/// <summary>Functions given as text.</summary>
internal static class FunctionsOption
{
    /// <summary>The option, of which each command has one.</summary>
    public static RepeatedOption<string> Create() => new("--functions")
    {
        Help = "Python code block or file path defining functions to register as tools",
    };

    /// <summary>Makes tools of them; what they print goes to stderr.</summary>
    /// <exception cref="LlmException">A file is not there, a text is wrong, or what runs it is missing.</exception>
    public static async Task<LoadedFunctions> LoadAsync(CliContext context, IReadOnlyList<string> functions, CancellationToken cancellationToken)
    {
        var printed = context.Terminal.ErrorWriter;
        var loaded = new LoadedFunctions(printed);
        var settings = new FunctionSettings { Directory = context.Host.Directory, Output = printed };
        try
        {
            foreach (var text in functions) loaded.Add(await FunctionText.LoadAsync(text, settings, cancellationToken));
            return loaded;
        }
        catch
        {
            await loaded.DisposeAsync();
            throw;
        }
    }
}
