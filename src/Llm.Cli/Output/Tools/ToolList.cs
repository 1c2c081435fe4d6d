namespace Llm.Cli.Output.Tools;

/// <summary>The tools to list.</summary>
/// <param name="Tools">The tools that do not belong to a toolbox.</param>
/// <param name="Toolboxes">The toolboxes.</param>
internal sealed record ToolList(IReadOnlyList<Tool> Tools, IReadOnlyList<ListedToolbox> Toolboxes)
{
    /// <summary>The model whose tools are listed; null for none.</summary>
    public Model? Model { get; init; }

    /// <summary>The tools that the model's provider runs; null without a model.</summary>
    public IReadOnlyList<ServerSideToolType>? ServerSide { get; init; }

    /// <summary>Returns all tools and toolboxes that plugins registered.</summary>
    public static ToolList Of(ToolRegistry registry) => new(
        [.. registry.Tools.Select(entry => entry.Value.Name == entry.Key ? entry.Value : entry.Value with { Name = entry.Key })],
        [.. registry.Toolboxes.Select(entry => new ListedToolbox(
            entry.Key, entry.Value.IsDynamic ? entry.Value : null, entry.Value.IsDynamic ? [] : entry.Value.Tools))]);

    /// <summary>Returns the tools that a user selected; toolboxes are named as they were typed.</summary>
    public static ToolList Of(ToolSelection selection) => new(
        [.. selection.Tools.Where(tool => tool.Toolbox is null)],
        [.. selection.Toolboxes.Select(chosen => new ListedToolbox(chosen.Specification, null, chosen.Toolbox.Tools))]);
}

/// <summary>A toolbox to list.</summary>
/// <param name="Name">The name, or the specification that the user typed.</param>
/// <param name="Dynamic">The type, if only a created toolbox knows its tools; otherwise null.</param>
/// <param name="Tools">The tools of the toolbox.</param>
internal sealed record ListedToolbox(string Name, ToolboxType? Dynamic, IReadOnlyList<Tool> Tools);
