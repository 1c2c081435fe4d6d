namespace Llm.Toolboxes;

/// <summary>The toolboxes that come with the tool; nothing of them is offered to a model before somebody names one.</summary>
internal sealed class ToolboxPlugin : IPlugin
{
    public string Name => "llm-toolboxes";

    public void RegisterTools(ToolRegistry tools)
    {
        tools.Add(ToolboxType.Of<Files>((string folder) => new Files(folder)));
        // The name is what users type.
#pragma warning disable IDE1006
        tools.Add(ToolboxType.Of<Fetch>((bool allow_private = false) => new Fetch(allow_private)));
#pragma warning restore IDE1006
        tools.Add(ToolboxType.Of<Shell>(() => new Shell()));
    }
}
