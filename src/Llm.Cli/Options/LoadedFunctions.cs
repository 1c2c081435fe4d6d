namespace Llm.Cli.Options;

/// <summary>What all the texts of a command gave.</summary>
internal sealed class LoadedFunctions : IAsyncDisposable
{
    private readonly List<FunctionSet> sets = [];

    public IReadOnlyList<Tool> Tools => [.. sets.SelectMany(set => set.Tools)];

    public void Add(FunctionSet set) => sets.Add(set);

    public async ValueTask DisposeAsync()
    {
        foreach (var set in sets) await set.DisposeAsync();
    }
}
