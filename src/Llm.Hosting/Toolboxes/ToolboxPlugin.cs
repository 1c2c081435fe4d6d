namespace Llm.Toolboxes;

/// <summary>The toolboxes that come with the tool; nothing of them is offered to a model before somebody names one.</summary>
internal sealed class ToolboxPlugin : IPlugin
{
    public string Name => "llm-toolboxes";

    public void RegisterTools(ToolRegistry tools)
    {
        tools.Add(ToolboxType.Of<Files>((string folder) => new Files(folder)));
    }
}
