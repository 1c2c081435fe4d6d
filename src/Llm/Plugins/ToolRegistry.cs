namespace Llm;

/// <summary>The tools of a host by name, in the order in which plugins added them.</summary>
public sealed class ToolRegistry
{
    private readonly OrderedDictionary<string, Tool> tools = [];

    /// <summary>The tools by the name they are chosen by.</summary>
    public IReadOnlyDictionary<string, Tool> Tools => tools;

    /// <summary>Adds a tool; where its name is taken, it is chosen by the name with a number behind.</summary>
    public void Add(Tool tool) => tools.Add(UniqueName.For(tool.Name, tools.ContainsKey), tool);
}
