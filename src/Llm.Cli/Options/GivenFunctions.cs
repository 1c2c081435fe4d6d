using System.Collections;
using System.Runtime.ExceptionServices;
using Llm.Commands;

namespace Llm.Cli.Options;

/// <summary>The functions that were given to a command as text, which run until it ends.</summary>
internal sealed class GivenFunctions(CliContext context) : IAsyncDisposable
{
    // Start-up: an interface, because the type of the sets would load the scripting assembly even if there are no functions.
    private readonly List<IAsyncDisposable> sets = [];
    private TextWriter? console;

    /// <summary>Creates the option for functions; each command has its own.</summary>
    public static RepeatedOption<string> CreateOption() => new("--functions")
    {
        Help = "Python code block or file path defining functions to register as tools",
    };

    /// <summary>Creates tools from texts; their output goes to stderr.</summary>
    /// <exception cref="LlmException">A file does not exist, a text is invalid, or the program that runs it is missing.</exception>
    public async Task<IReadOnlyList<Tool>> LoadAsync(IReadOnlyList<string> texts, CancellationToken cancellationToken)
    {
        var printed = context.Terminal.ErrorWriter;
        var settings = new FunctionSettings
        {
            Directory = context.Host.Directory,
            Output = printed,
            WithheldVariables = context.Host.Settings.Get(Setting.CleanFunctions) ? KeyVariables() : [],
        };
        var tools = new List<Tool>();
        foreach (var text in texts)
        {
            var set = await FunctionText.LoadAsync(text, settings, cancellationToken);
            sets.Add(set);
            tools.AddRange(set.Tools);
            if (set.Language != FunctionLanguage.CSharp || console is not null) continue;
            // C# functions run in this process, which does not use the console for its own output.
            console = Console.Out;
            Console.SetOut(printed);
        }

        return tools;
    }

    /// <summary>Disposes all functions even if some fail, and then throws the first error.</summary>
    public ValueTask DisposeAsync() => sets.Count == 0 ? ValueTask.CompletedTask : EndAsync();

    /// <summary>The environment variables that hold keys: those that models read, and those with the value of a stored key.</summary>
    private HashSet<string> KeyVariables()
    {
        var host = context.Host;
        var keys = host.Keys.Names.Select(host.Keys.Find).Where(key => !string.IsNullOrEmpty(key)).ToHashSet();
        var read = host.Models.Models.SelectMany(entry => (entry.Model as KeyModel)?.KeyEnvironmentVariables ?? [])
            .Concat(host.EmbeddingModels.Select(entry => entry.Model.KeyEnvironmentVariable))
            .Concat(host.Providers.SelectMany(provider => provider.KeyVariables));
        var stored = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .Where(variable => keys.Contains(variable.Value as string)).Select(variable => variable.Key as string);
        return [.. read.Concat(stored).OfType<string>()];
    }

    private async ValueTask EndAsync()
    {
        ExceptionDispatchInfo? first = null;
        foreach (var set in sets)
        {
            try
            {
                await set.DisposeAsync();
            }
            catch (Exception ex) when (ex is not OutOfMemoryException)
            {
                first ??= ExceptionDispatchInfo.Capture(ex);
            }
        }

        if (console is not null) Console.SetOut(console);
        console = null;
        first?.Throw();
    }
}
