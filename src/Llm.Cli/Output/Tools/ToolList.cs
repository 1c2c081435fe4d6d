namespace Llm.Cli.Output.Tools;

/// <summary>The tools of a listing.</summary>
/// <param name="Tools">Those that belong to no toolbox.</param>
/// <param name="Toolboxes">The toolboxes.</param>
internal sealed record ToolList(IReadOnlyList<Tool> Tools, IReadOnlyList<ListedToolbox> Toolboxes)
{
    /// <summary>The model that was asked for; null for none.</summary>
    public Model? Model { get; init; }

    /// <summary>The tools that the model's provider runs; null without a model.</summary>
    public IReadOnlyList<ServerSideToolType>? ServerSide { get; init; }

    /// <summary>Everything that plugins registered.</summary>
    public static ToolList Of(ToolRegistry registry) => new(
        [.. registry.Tools.Values],
        [.. registry.Toolboxes.Select(entry => new ListedToolbox(
            entry.Key, entry.Value.IsDynamic ? entry.Value : null, entry.Value.IsDynamic ? [] : entry.Value.Tools))]);

    /// <summary>What a user named; toolboxes are under the name as it was typed.</summary>
    public static ToolList Of(ToolSelection selection) => new(
        [.. selection.Tools.Where(tool => tool.Toolbox is null)],
        [.. selection.Toolboxes.Select(chosen => new ListedToolbox(chosen.Specification, null, chosen.Toolbox.Tools))]);
}

/// <summary>A toolbox of a listing.</summary>
/// <param name="Name">Its name, or what the user typed.</param>
/// <param name="Dynamic">The kind, where the tools are known only to a toolbox of that kind.</param>
/// <param name="Tools">Its tools.</param>
internal sealed record ListedToolbox(string Name, ToolboxType? Dynamic, IReadOnlyList<Tool> Tools);
