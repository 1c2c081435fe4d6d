using System.Text.Json.Nodes;

namespace Llm.Cli.Output.Tools;

/// <summary>Writes a list of tools as JSON.</summary>
internal static class ToolListJson
{
    public static JsonObject Of(ToolList list)
    {
        var json = new JsonObject
        {
            ["tools"] = Sorted(list.Tools, tool => tool.Name, tool =>
            {
                var described = Describe(tool);
                described["plugin"] = tool.Plugin;
                return described;
            }),
            ["toolboxes"] = Sorted(list.Toolboxes, toolbox => toolbox.Name, toolbox => new JsonObject
            {
                ["name"] = toolbox.Name,
                ["dynamic"] = toolbox.Dynamic is not null,
                ["tools"] = Sorted(toolbox.Tools, tool => tool.Name, Describe),
            }),
        };
        if (list.ServerSide is { } serverSide)
        {
            json["server_side_tools"] = new JsonArray([.. serverSide.Select(tool => new JsonObject
            {
                ["name"] = tool.Name,
                ["description"] = tool.Description,
                ["signature"] = tool.Signature,
                ["server_side"] = true,
            })]);
        }

        return json;
    }

    private static JsonObject Describe(Tool tool) => new()
    {
        ["name"] = tool.Name,
        ["description"] = tool.Description,
        ["arguments"] = tool.InputSchema.DeepClone(),
    };

    private static JsonArray Sorted<T>(IEnumerable<T> items, Func<T, string> name, Func<T, JsonObject> describe) =>
        new([.. items.OrderBy(name, StringComparer.Ordinal).Select(describe)]);
}
