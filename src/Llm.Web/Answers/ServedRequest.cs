using System.Text.Json.Nodes;

namespace Llm.Web.Answers;

/// <summary>What a client asks for, in whatever interface it speaks.</summary>
internal sealed record ServedRequest
{
    /// <summary>The name of the model, an alias or <c>template:NAME</c>; null for the server's own choice.</summary>
    public string? Model { get; init; }

    /// <summary>The whole conversation that the client knows, instructions first.</summary>
    public required IReadOnlyList<Message> Messages { get; init; }

    /// <summary>Settings for the model, by the names of <see cref="ModelSettings"/> or of the model's own options.</summary>
    public JsonObject Settings { get; init; } = [];

    /// <summary>The tools that the client runs itself.</summary>
    public IReadOnlyList<Tool> Tools { get; init; } = [];

    /// <summary>Whether the model must call tools; null leaves it to the provider.</summary>
    public ToolChoice? ToolChoice { get; init; }

    /// <summary>Whether the model may make several calls at once; null leaves it to the provider.</summary>
    public bool? ParallelToolCalls { get; init; }

    /// <summary>The JSON schema of the answer; null if the client wants text.</summary>
    public JsonObject? Schema { get; init; }

    /// <summary>The schema's name; null if it has none.</summary>
    public string? SchemaName { get; init; }

    /// <summary>What an answer of the schema is; null if that is not said.</summary>
    public string? SchemaDescription { get; init; }

    /// <summary>Whether the answer is sent piece by piece.</summary>
    public bool Streams { get; init; }

    /// <summary>The turn that this one follows, as <see cref="ServedAnswer"/> named it to the client; null if there is none.</summary>
    public string? PreviousTurn { get; init; }

    /// <summary>The conversation that the turn is logged in; null for a new one.</summary>
    public string? Conversation { get; init; }

    /// <summary>Whether the client asked not to log the answer.</summary>
    public bool LeavesNoLog { get; init; }
}
