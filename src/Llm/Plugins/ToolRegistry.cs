namespace Llm;

/// <summary>The tools of a host by name, in the order in which plugins added them.</summary>
/// <remarks>
/// A host fills its registry once, on one thread, when it first needs a tool; tools live as long as the host, and may be called from
/// several threads at once.
/// </remarks>
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

    /// <summary>The sources of toolboxes by prefix, such as <c>-T mcp:files</c>.</summary>
    public IReadOnlyDictionary<string, ToolboxLoader> Loaders => loaders;

    /// <summary>The names of tools and toolboxes, in the order in which they were added.</summary>
    public IReadOnlyList<string> Names => names;

    /// <summary>Which plugin has each tool, toolbox and prefix.</summary>
    internal NameOwners Owners { get; } = new("tool");

    /// <summary>Adds a tool; if its name is taken, a number is appended to it.</summary>
    public void Add(Tool tool)
    {
        ArgumentNullException.ThrowIfNull(tool);
        tools.Add(NameFor(tool.Name), tool with { Plugin = tool.Plugin ?? plugin });
    }

    /// <summary>Adds a kind of toolbox; if its name is taken, a number is appended to it.</summary>
    public void Add(ToolboxType toolbox)
    {
        ArgumentNullException.ThrowIfNull(toolbox);
        toolbox.Plugin ??= plugin;
        toolboxes.Add(NameFor(toolbox.Name), toolbox);
    }

    /// <summary>
    /// Adds a source of toolboxes that are chosen as <c>prefix:name</c>; if the prefix is taken, a number is appended to it.
    /// </summary>
    public void Add(string prefix, ToolboxLoader loader)
    {
        var given = UniqueName.For(prefix, loaders.ContainsKey);
        loaders.Add(given, loader);
        Owners.Claim(prefix, given);
    }

    /// <summary>Lets a plugin add its tools, which are registered under the plugin's name.</summary>
    public void AddFrom(IPlugin source)
    {
        ArgumentNullException.ThrowIfNull(source);
        plugin = source.Name;
        source.RegisterTools(this);
        plugin = null;
    }

    private string NameFor(string name)
    {
        var given = UniqueName.For(name, candidate => tools.ContainsKey(candidate) || toolboxes.ContainsKey(candidate));
        names.Add(given);
        Owners.Claim(name, given);
        return given;
    }
}
