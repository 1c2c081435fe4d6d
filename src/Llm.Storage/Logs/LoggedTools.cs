using System.Text.Json.Nodes;
using Llm.Storage.Sqlite;

namespace Llm.Storage.Logs;

/// <summary>A tool that a turn offered.</summary>
public sealed record LoggedTool
{
    /// <summary>The row id.</summary>
    public required long Id { get; init; }

    /// <summary>The SHA-256 of the definition in lower-case hexadecimal.</summary>
    public required string? Hash { get; init; }

    /// <summary>The name that the model uses for calls.</summary>
    public required string? Name { get; init; }

    /// <summary>The description for the model; null if there is none.</summary>
    public required string? Description { get; init; }

    /// <summary>The JSON schema of its arguments.</summary>
    public required JsonNode? InputSchema { get; init; }

    /// <summary>The configured toolbox that the tool belongs to; null for a plain function.</summary>
    public required LoggedToolInstance? Instance { get; init; }

    internal const string Columns = "tools.id, tools.hash, tools.name, tools.description, tools.input_schema";

    internal static LoggedTool Read(Statement row, LoggedToolInstance? instance) => new()
    {
        Id = row.Integer("id")!.Value,
        Hash = row.Text("hash"),
        Name = row.Text("name"),
        Description = row.Text("description"),
        InputSchema = row.Json("input_schema"),
        Instance = instance,
    };

    internal JsonObject ToJson() => new()
    {
        ["id"] = Id,
        ["hash"] = Hash,
        ["name"] = Name,
        ["description"] = Description,
        ["input_schema"] = InputSchema?.DeepClone(),
        ["instance"] = Instance is { } instance ? new JsonObject { ["name"] = instance.Name, ["arguments"] = instance.Arguments } : null,
    };
}

/// <summary>A configured toolbox or server-side tool, as a turn used it.</summary>
public sealed record LoggedToolInstance
{
    /// <summary>The name that selects it.</summary>
    public required string? Name { get; init; }

    /// <summary>The name of the plugin that offers it; null if there is none.</summary>
    public required string? Plugin { get; init; }

    /// <summary>The arguments of its configuration, as JSON text.</summary>
    public required string? Arguments { get; init; }

    internal const string Columns = """
        tool_instances.id AS instance_id, tool_instances.name AS instance_name, tool_instances.plugin AS instance_plugin,
            tool_instances.arguments AS instance_arguments
        """;

    /// <summary>Reads the instance in a row; returns null if the row has none.</summary>
    internal static LoggedToolInstance? Read(Statement row) => row.IsNull("instance_id")
        ? null
        : new LoggedToolInstance
        {
            Name = row.Text("instance_name"),
            Plugin = row.Text("instance_plugin"),
            Arguments = row.Text("instance_arguments"),
        };

    internal JsonObject ToJson() => new() { ["name"] = Name, ["plugin"] = Plugin, ["arguments"] = Arguments };
}

/// <summary>A tool call that the model made.</summary>
public sealed record LoggedToolCall
{
    /// <summary>The row id; null if the turn has none for it.</summary>
    public required long? Id { get; init; }

    /// <summary>The row id of the tool; null if the turn did not offer it.</summary>
    public required long? ToolId { get; init; }

    /// <summary>The name of the tool.</summary>
    public required string? Name { get; init; }

    /// <summary>The arguments, usually an object.</summary>
    public required JsonNode? Arguments { get; init; }

    /// <summary>The id that links the call and its result.</summary>
    public required string? ToolCallId { get; init; }

    /// <summary>The columns of versions before 0.32.</summary>
    internal const string Columns = "tool_calls.id, tool_calls.tool_id, tool_calls.name, tool_calls.arguments, tool_calls.tool_call_id";

    internal static LoggedToolCall Read(Statement row) => new()
    {
        Id = row.Integer("id"),
        ToolId = row.Integer("tool_id"),
        Name = row.Text("name"),
        Arguments = row.Json("arguments"),
        ToolCallId = row.Text("tool_call_id"),
    };

    internal JsonObject ToJson() => new()
    {
        ["id"] = Id,
        ["tool_id"] = ToolId,
        ["name"] = Name,
        ["arguments"] = Arguments?.DeepClone(),
        ["tool_call_id"] = ToolCallId,
    };
}

/// <summary>A tool result that a turn sent.</summary>
public sealed record LoggedToolResult
{
    /// <summary>The row id; null if the turn has none for it.</summary>
    public required long? Id { get; init; }

    /// <summary>The row id of the tool; null if the turn did not offer it.</summary>
    public required long? ToolId { get; init; }

    /// <summary>The name of the tool.</summary>
    public required string? Name { get; init; }

    /// <summary>The text for the model.</summary>
    public required string? Output { get; init; }

    /// <summary>The id that links the call and its result.</summary>
    public required string? ToolCallId { get; init; }

    /// <summary>The exception that the tool threw; null if it succeeded.</summary>
    public required string? Exception { get; init; }

    /// <summary>The configured toolbox that ran the call; null for a plain function.</summary>
    public required LoggedToolInstance? Instance { get; init; }

    /// <summary>The attachments that the tool returned.</summary>
    public required IReadOnlyList<LoggedAttachment> Attachments { get; init; }

    /// <summary>The columns of versions before 0.32.</summary>
    internal const string Columns = """
        tool_results.id, tool_results.tool_id, tool_results.name, tool_results.output, tool_results.tool_call_id, tool_results.exception
        """;

    /// <summary>Reads a row with its instance, but without attachments.</summary>
    internal static LoggedToolResult Read(Statement row) => new()
    {
        Id = row.Integer("id"),
        ToolId = row.Integer("tool_id"),
        Name = row.Text("name"),
        Output = row.Text("output"),
        ToolCallId = row.Text("tool_call_id"),
        Exception = row.Text("exception"),
        Instance = LoggedToolInstance.Read(row),
        Attachments = [],
    };

    internal JsonObject ToJson() => new()
    {
        ["id"] = Id,
        ["tool_id"] = ToolId,
        ["name"] = Name,
        ["output"] = Output,
        ["tool_call_id"] = ToolCallId,
        ["exception"] = Exception,
        ["instance"] = Instance?.ToJson(),
        ["attachments"] = new JsonArray([.. Attachments.Select(attachment => attachment.ToJson(withContent: true))]),
    };
}
