using System.Text.Json.Nodes;
using Llm.Json;

namespace Llm;

/// <summary>One piece of a message: text, reasoning, a tool call, a tool result or an attachment.</summary>
/// <remarks>
/// Immutable, and compared by content; do not change a <see cref="JsonObject"/> after it was given to a part. The family is closed: its
/// dict form is hashed.
/// </remarks>
public abstract class Part : IEquatable<Part>
{
    private JsonObject? metadata;

    private protected Part()
    {
    }

    /// <summary>Data that only the provider understands, one top-level key for each provider; sent back to it in later turns.</summary>
    public JsonObject? ProviderMetadata
    {
        get => metadata;
        init => metadata = value;
    }

    /// <summary>Text becomes a <see cref="TextPart"/>.</summary>
    public static implicit operator Part(string text) => new TextPart(text);

    /// <summary>An attachment becomes an <see cref="AttachmentPart"/>.</summary>
    public static implicit operator Part(Attachment attachment) => new AttachmentPart(attachment);

    /// <summary>The part that <paramref name="text"/> becomes.</summary>
    public static Part FromString(string text) => text;

    /// <summary>The part that <paramref name="attachment"/> becomes.</summary>
    public static Part FromAttachment(Attachment attachment) => attachment;

    /// <summary>The dict form, as section "Dict form" of the format describes it; optional members are left out when unset.</summary>
    public JsonObject ToJson()
    {
        var json = Write();
        if (ProviderMetadata is { Count: > 0 }) json["provider_metadata"] = ProviderMetadata.DeepClone();
        return json;
    }

    /// <summary>Reads the dict form.</summary>
    /// <exception cref="LlmException">The type is unknown.</exception>
    public static Part FromJson(JsonObject json)
    {
        Part part = json.Text("type") switch
        {
            TextPart.TypeName => TextPart.Read(json),
            ReasoningPart.TypeName => ReasoningPart.Read(json),
            ToolCallPart.TypeName => ToolCallPart.Read(json),
            ToolResultPart.TypeName => ToolResultPart.Read(json),
            AttachmentPart.TypeName => AttachmentPart.Read(json),
            var type => throw new LlmException($"Unknown part type: '{type}'"),
        };
        return json.CopyObject("provider_metadata") is { } metadata ? part.WithMetadata(metadata) : part;
    }

    /// <inheritdoc/>
    public bool Equals(Part? other) => other is not null && PythonJson.Canonical(ToJson()) == PythonJson.Canonical(other.ToJson());

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Part);

    /// <inheritdoc/>
    public override int GetHashCode() => GetType().GetHashCode();

    /// <summary>The same part with this metadata in place of its own.</summary>
    public Part WithMetadata(JsonObject? providerMetadata)
    {
        var copy = (Part)MemberwiseClone();
        copy.metadata = providerMetadata;
        return copy;
    }

    private protected abstract JsonObject Write();
}
