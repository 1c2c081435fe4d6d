using System.Text.Json.Nodes;
using Llm.Json;

namespace Llm;

/// <summary>A model's request to run a tool.</summary>
public sealed class ToolCallPart : Part
{
    internal const string TypeName = "tool_call";

    /// <summary>The tool's name.</summary>
    public string Name { get; init; } = "";

    /// <summary>The arguments; <c>{"_raw": text}</c> when the model sent something that is not JSON.</summary>
    public JsonObject Arguments { get; init; } = [];

    /// <summary>The id that joins the call and its result; null if the provider gave none.</summary>
    public string? ToolCallId { get; init; }

    /// <summary>Whether the provider ran the tool itself.</summary>
    public bool ServerExecuted { get; init; }

    internal static ToolCallPart Read(JsonObject json) => new()
    {
        Name = json.Text("name") ?? "",
        Arguments = json.CopyObject("arguments") ?? [],
        ToolCallId = json.Text("tool_call_id"),
        ServerExecuted = json.Flag("server_executed"),
    };

    internal ToolCallPart WithId(string id) => new()
    {
        Name = Name,
        Arguments = Arguments,
        ToolCallId = id,
        ServerExecuted = ServerExecuted,
        ProviderMetadata = ProviderMetadata,
    };

    private protected override JsonObject Write()
    {
        var json = new JsonObject { ["type"] = TypeName, ["name"] = Name, ["arguments"] = Arguments.DeepClone() };
        if (ToolCallId is not null) json["tool_call_id"] = ToolCallId;
        if (ServerExecuted) json["server_executed"] = true;
        return json;
    }
}
