using System.Runtime.ExceptionServices;

namespace Llm;

/// <summary>The tools that were chosen for a conversation, and their toolboxes; dispose it at the end of the conversation.</summary>
public sealed class ToolSelection : IAsyncDisposable
{
    private readonly List<Tool> tools = [];
    private readonly List<ChosenToolbox> toolboxes = [];

    internal ToolSelection()
    {
    }

    /// <summary>The tools in the order in which they were chosen.</summary>
    public IReadOnlyList<Tool> Tools => tools;

    /// <summary>The toolboxes, each with the specification that chose it.</summary>
    public IReadOnlyList<ChosenToolbox> Toolboxes => toolboxes;

    /// <summary>Disposes all toolboxes, then throws the first exception if any failed.</summary>
    public async ValueTask DisposeAsync()
    {
        ExceptionDispatchInfo? first = null;
        foreach (var chosen in toolboxes)
        {
            try
            {
                await chosen.Toolbox.DisposeAsync();
            }
            catch (Exception ex) when (ex is not OutOfMemoryException)
            {
                first ??= ExceptionDispatchInfo.Capture(ex);
            }
        }

        first?.Throw();
    }

    internal void Add(Tool tool) => tools.Add(tool);

    internal bool Has(string specification) => toolboxes.Any(entry => entry.Specification == specification);

    internal async Task AddAsync(string specification, Toolbox toolbox, CancellationToken cancellationToken)
    {
        // Added first, so that it is disposed even if it cannot be prepared.
        toolboxes.Add(new ChosenToolbox(specification, toolbox));
        foreach (var tool in await toolbox.GetToolsAsync(cancellationToken)) tools.Add(tool with { Name = FreeName(tool) });
    }

    /// <summary>
    /// The tool's own name or, because names must be unique, one with the plugin as a prefix or a number as a suffix.
    /// </summary>
    private string FreeName(Tool tool)
    {
        if (Find(tool.Name) is not { } same) return tool.Name;
        var name = same.Plugin == tool.Plugin || tool.Plugin is null ? tool.Name : $"{tool.Plugin}_{tool.Name}";
        return ToolName.Free(name, candidate => Find(candidate) is not null);
    }

    private Tool? Find(string name) => tools.Find(tool => tool.Name == name);
}

/// <summary>A toolbox that was chosen.</summary>
/// <param name="Specification">The specification that chose it, such as <c>Memory("notes")</c>.</param>
/// <param name="Toolbox">The toolbox.</param>
public sealed record ChosenToolbox(string Specification, Toolbox Toolbox);
