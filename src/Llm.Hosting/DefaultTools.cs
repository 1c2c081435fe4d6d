using System.Text.Json.Nodes;

namespace Llm;

/// <summary>The two tools that are always there, under the name that the Python tool gives the plugin.</summary>
internal sealed class DefaultTools : IPlugin
{
    public string Name => "llm.default_plugins.default_tools";

    public void RegisterTools(ToolRegistry tools)
    {
        tools.Add(new Tool("llm_version", "Return the installed version of llm", NoArguments(), Name));
        tools.Add(new Tool("llm_time", "Returns the current time, as local time and UTC", NoArguments(), Name));
    }

    private static JsonObject NoArguments() => new() { ["properties"] = new JsonObject(), ["type"] = "object" };
}
