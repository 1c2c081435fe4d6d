namespace Llm;

/// <summary>The tools of a host by name, in the order in which plugins added them.</summary>
public sealed class ToolRegistry
{
    private readonly OrderedDictionary<string, Tool> tools = [];
    private readonly OrderedDictionary<string, ToolboxType> toolboxes = [];
    private readonly OrderedDictionary<string, ToolboxLoader> loaders = [];
    private readonly List<string> names = [];
    private string? plugin;

    /// <summary>The tools by the name they are chosen by.</summary>
    public IReadOnlyDictionary<string, Tool> Tools => tools;

    /// <summary>The kinds of toolboxes by name.</summary>
    public IReadOnlyDictionary<string, ToolboxType> Toolboxes => toolboxes;

    /// <summary>Where tools of a prefix come from, such as <c>-T mcp:files</c>.</summary>
    public IReadOnlyDictionary<string, ToolboxLoader> Loaders => loaders;

    /// <summary>The names of tools and toolboxes, in the order in which they were added.</summary>
    public IReadOnlyList<string> Names => names;

    /// <summary>Adds a tool; where its name is taken, it is chosen by the name with a number behind.</summary>
    public void Add(Tool tool)
    {
        ArgumentNullException.ThrowIfNull(tool);
        tools.Add(NameFor(tool.Name), tool with { Plugin = tool.Plugin ?? plugin });
    }

    /// <summary>Adds a kind of toolbox; where its name is taken, it is chosen by the name with a number behind.</summary>
    public void Add(ToolboxType toolbox)
    {
        ArgumentNullException.ThrowIfNull(toolbox);
        toolbox.Plugin ??= plugin;
        toolboxes.Add(NameFor(toolbox.Name), toolbox);
    }

    /// <summary>Adds a source of toolboxes that are chosen as <c>prefix:name</c>; a prefix that is taken gets a number behind.</summary>
    public void Add(string prefix, ToolboxLoader loader) => loaders.Add(UniqueName.For(prefix, loaders.ContainsKey), loader);

    /// <summary>Lets a plugin add what it has; all of that carries the plugin's name.</summary>
    public void AddFrom(IPlugin source)
    {
        ArgumentNullException.ThrowIfNull(source);
        plugin = source.Name;
        source.RegisterTools(this);
        plugin = null;
    }

    private string NameFor(string name)
    {
        name = UniqueName.For(name, candidate => tools.ContainsKey(candidate) || toolboxes.ContainsKey(candidate));
        names.Add(name);
        return name;
    }
}

/// <summary>Numbers names that clash: <c>x</c>, <c>x_1</c>, <c>x_2</c>.</summary>
internal static class UniqueName
{
    public static string For(string name, Func<string, bool> isTaken)
    {
        var candidate = name;
        for (var suffix = 1; isTaken(candidate); suffix++) candidate = $"{name}_{suffix}";
        return candidate;
    }
}
