using System.Runtime.ExceptionServices;
using Llm.Commands;

namespace Llm.Cli.Options;

/// <summary>Functions given as text, which a command runs until it ends.</summary>
internal sealed class GivenFunctions(CliContext context) : IAsyncDisposable
{
    // Start-up: an interface, as the sets' own type would load the assembly of functions even where there are none.
    private readonly List<IAsyncDisposable> sets = [];
    private TextWriter? console;

    /// <summary>The option that takes them; each command has its own.</summary>
    public static RepeatedOption<string> CreateOption() => new("--functions")
    {
        Help = "Python code block or file path defining functions to register as tools",
    };

    /// <summary>Makes tools of texts; what they print goes to stderr.</summary>
    /// <exception cref="LlmException">A file is not there, a text is wrong, or what runs it is missing.</exception>
    public async Task<IReadOnlyList<Tool>> LoadAsync(IReadOnlyList<string> texts, CancellationToken cancellationToken)
    {
        var printed = context.Terminal.ErrorWriter;
        var settings = new FunctionSettings { Directory = context.Host.Directory, Output = printed };
        var tools = new List<Tool>();
        foreach (var text in texts)
        {
            var set = await FunctionText.LoadAsync(text, settings, cancellationToken);
            sets.Add(set);
            tools.AddRange(set.Tools);
            if (set.Language != FunctionLanguage.CSharp || console is not null) continue;
            // C# runs in this process, which prints nothing by way of the console itself.
            console = Console.Out;
            Console.SetOut(printed);
        }

        return tools;
    }

    /// <summary>Ends all of them, whatever becomes of one, and then throws what the first threw that failed.</summary>
    public ValueTask DisposeAsync() => sets.Count == 0 ? ValueTask.CompletedTask : EndAsync();

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
