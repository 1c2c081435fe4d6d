using System.Text.Json.Nodes;
using Llm.Json;

namespace Llm;

/// <summary>What a tool returned.</summary>
public sealed class ToolResultPart : Part
{
    internal const string TypeName = "tool_result";

    /// <summary>The tool's name.</summary>
    public string Name { get; init; } = "";

    /// <summary>The text for the model.</summary>
    public string Output { get; init; } = "";

    /// <summary>The id of the call that this answers.</summary>
    public string? ToolCallId { get; init; }

    /// <summary>Whether the provider ran the tool itself.</summary>
    public bool ServerExecuted { get; init; }

    /// <summary>The exception that the tool threw, as <c>ClassName: message</c>; null if it did not.</summary>
    public string? Exception { get; init; }

    /// <summary>Attachments that came with the result.</summary>
    public IReadOnlyList<Attachment> Attachments { get; init; } = [];

    internal static ToolResultPart Read(JsonObject json) => new()
    {
        Name = json.Text("name") ?? "",
        Output = json.Text("output") ?? "",
        ToolCallId = json.Text("tool_call_id"),
        ServerExecuted = json.Flag("server_executed"),
        Exception = json.Text("exception"),
        Attachments = [.. (json["attachments"] as JsonArray ?? []).OfType<JsonObject>().Select(Attachment.FromJson)],
    };

    private protected override JsonObject Write()
    {
        var json = new JsonObject { ["type"] = TypeName, ["name"] = Name, ["output"] = Output };
        if (ToolCallId is not null) json["tool_call_id"] = ToolCallId;
        if (ServerExecuted) json["server_executed"] = true;
        if (Exception is not null) json["exception"] = Exception;
        if (Attachments.Count > 0) json["attachments"] = new JsonArray([.. Attachments.Select(attachment => attachment.ToJson())]);
        return json;
    }
}
