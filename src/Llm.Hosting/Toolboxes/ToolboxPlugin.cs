namespace Llm.Toolboxes;

/// <summary>Offers the toolboxes that the tool includes; a model gets one only if the user names it.</summary>
internal sealed class ToolboxPlugin : IPlugin
{
    public string Name => "llm-toolboxes";

    public void RegisterTools(ToolRegistry tools)
    {
        tools.Add(ToolboxType.Create((string folder) => new Files(folder)));
        // Users type the name of the parameter.
#pragma warning disable IDE1006
        tools.Add(ToolboxType.Create((bool allow_private = false) => new Fetch(allow_private)));
#pragma warning restore IDE1006
        tools.Add(ToolboxType.Create(() => new Shell()));
    }
}
