using System.Runtime.ExceptionServices;

namespace Llm.Cli.Options;

/// <summary>What all the texts of a command gave; each is disposed, whatever becomes of the others.</summary>
internal sealed class LoadedFunctions : IAsyncDisposable
{
    private readonly List<FunctionSet> sets = [];

    public IReadOnlyList<Tool> Tools => [.. sets.SelectMany(set => set.Tools)];

    public void Add(FunctionSet set) => sets.Add(set);

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

        first?.Throw();
    }
}
