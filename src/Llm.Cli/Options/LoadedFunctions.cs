using System.Runtime.ExceptionServices;

namespace Llm.Cli.Options;

/// <summary>What all the texts of a command gave; each is disposed, whatever becomes of the others.</summary>
/// <param name="printed">Where goes what functions in C# print to the console, until the disposal. The command itself does not print there.</param>
internal sealed class LoadedFunctions(TextWriter printed) : IAsyncDisposable
{
    private readonly List<FunctionSet> sets = [];
    private TextWriter? console;

    public IReadOnlyList<Tool> Tools => [.. sets.SelectMany(set => set.Tools)];

    public void Add(FunctionSet set)
    {
        sets.Add(set);
        if (set.Language != FunctionLanguage.CSharp || console is not null) return;
        console = Console.Out;
        Console.SetOut(printed);
    }

    public async ValueTask DisposeAsync()
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
