using System.Text.Json.Nodes;
using Llm.Json;

namespace Llm.Providers.OpenAI.Responses;

/// <summary>A call of a tool that the provider ran, with its arguments and result.</summary>
internal sealed record ServerTool(string Name, string Arguments, string Result)
{
    /// <summary>Reads an output item; returns null if it is of another type.</summary>
    public static ServerTool? Read(JsonObject item)
    {
        var status = item.Text("status") ?? "completed";
        switch (item.Text("type"))
        {
            case "web_search_call":
                var results = item["results"] is JsonArray { Count: > 0 } found ? PythonJson.Spaced(found) : status;
                return new ServerTool("web_search", PythonJson.Spaced(item["action"] ?? new JsonObject()), results);
            case "code_interpreter_call":
                var outputs = (item["outputs"] as JsonArray ?? []).OfType<JsonObject>()
                    .Select(output => output.Text("logs") ?? output.Text("url"))
                    .Where(text => !string.IsNullOrEmpty(text));
                var printed = string.Join('\n', outputs);
                return new ServerTool(
                    "code_interpreter", PythonJson.Spaced(new JsonObject { ["code"] = item.Text("code") ?? "" }), printed.Length > 0
                        ? printed
                        : status);
            default:
                return null;
        }
    }
}
