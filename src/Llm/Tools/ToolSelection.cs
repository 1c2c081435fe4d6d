namespace Llm;

/// <summary>The tools that were chosen for a conversation, with the toolboxes they work on; dispose it at the conversation's end.</summary>
public sealed class ToolSelection : IAsyncDisposable
{
    private readonly List<Tool> tools = [];
    private readonly List<(string Specification, Toolbox Toolbox)> toolboxes = [];

    internal ToolSelection()
    {
    }

    /// <summary>The tools in the order in which they were chosen.</summary>
    public IReadOnlyList<Tool> Tools => tools;

    /// <summary>The toolboxes, each with what it was chosen by.</summary>
    public IReadOnlyList<(string Specification, Toolbox Toolbox)> Toolboxes => toolboxes;

    /// <summary>Disposes the toolboxes.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var (_, toolbox) in toolboxes) await toolbox.DisposeAsync();
    }

    internal void Add(Tool tool) => tools.Add(tool);

    internal async Task AddAsync(string specification, Toolbox toolbox, CancellationToken cancellationToken)
    {
        // Kept first, so that it is disposed even if it cannot be prepared.
        toolboxes.Add((specification, toolbox));
        tools.AddRange(await toolbox.GetToolsAsync(cancellationToken));
    }
}
