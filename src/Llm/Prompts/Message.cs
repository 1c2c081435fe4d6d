using System.Text.Json.Nodes;
using Llm.ExtensionsAI;
using Llm.Json;
using Microsoft.Extensions.AI;

namespace Llm;

/// <summary>One message of a conversation: a role and its parts.</summary>
/// <remarks>Immutable, and compared by content.</remarks>
public sealed class Message : IEquatable<Message>
{
    /// <summary>The role of instructions.</summary>
    public const string SystemRole = "system";

    /// <summary>The role of the person who asks.</summary>
    public const string UserRole = "user";

    /// <summary>The role of the model.</summary>
    public const string AssistantRole = "assistant";

    /// <summary>The role of tool results.</summary>
    public const string ToolRole = "tool";

    /// <summary>Creates a message of any role.</summary>
    public Message(string role, params IEnumerable<Part> parts)
    {
        Role = role;
        Parts = [.. parts];
    }

    /// <summary>Usually one of the role constants; any text is allowed.</summary>
    public string Role { get; }

    /// <summary>The parts in their order.</summary>
    public IReadOnlyList<Part> Parts { get; }

    /// <summary>Data that only the provider understands.</summary>
    public JsonObject? ProviderMetadata { get; init; }

    /// <summary>
    /// The name of the person or agent who said it, which providers receive; null if a <see cref="ChatMessage"/> did not give one.
    /// </summary>
    public string? AuthorName => ProviderMetadata is null ? null : KeptMetadata.Of(ProviderMetadata).Text(ChatMessageReader.Author);

    /// <summary>The text parts, joined.</summary>
    public string Text => string.Concat(Parts.Select(part => (part as TextPart)?.Text));

    /// <summary>Instructions for the model.</summary>
    public static Message System(params IEnumerable<Part> parts) => new(SystemRole, parts);

    /// <summary>What the person says.</summary>
    public static Message User(params IEnumerable<Part> parts) => new(UserRole, parts);

    /// <summary>What the model said.</summary>
    public static Message Assistant(params IEnumerable<Part> parts) => new(AssistantRole, parts);

    /// <summary>What tools returned.</summary>
    public static Message Tool(params IEnumerable<Part> parts) => new(ToolRole, parts);

    /// <summary>The dict form: <c>role</c>, <c>parts</c> and, if there is any, <c>provider_metadata</c>.</summary>
    public JsonObject ToJson()
    {
        var json = new JsonObject { ["role"] = Role, ["parts"] = new JsonArray([.. Parts.Select(part => part.ToJson())]) };
        if (ProviderMetadata is { Count: > 0 }) json["provider_metadata"] = ProviderMetadata.DeepClone();
        return json;
    }

    /// <summary>Reads the dict form; missing parts mean none.</summary>
    /// <exception cref="LlmException">A part is of an unknown type.</exception>
    public static Message FromJson(JsonObject json) =>
        new(json.Text("role") ?? "", (json["parts"] as JsonArray ?? []).OfType<JsonObject>().Select(Part.FromJson))
        {
            ProviderMetadata = json.CopyObject("provider_metadata"),
        };

    /// <inheritdoc/>
    public bool Equals(Message? other) => other is not null && PythonJson.Canonical(ToJson()) == PythonJson.Canonical(other.ToJson());

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Message);

    /// <inheritdoc/>
    public override int GetHashCode() => Role.GetHashCode(StringComparison.Ordinal);
}
