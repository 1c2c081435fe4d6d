using Microsoft.Extensions.AI;

namespace Llm;

/// <summary>How a model that is used as a chat client treats its requests.</summary>
public sealed record ModelChatClientSettings
{
    /// <summary>An API key, or the name of a stored one, in place of the model's own.</summary>
    /// <remarks>It is not sent to another server if <see cref="ChatOptions.ModelId"/> names a model of one.</remarks>
    public string? Key { get; init; }

    /// <summary>
    /// Whether the <see cref="ChatOptions.AdditionalProperties"/> that are not options of the model become members of the request body,
    /// where the model supports that; otherwise they are ignored.
    /// </summary>
    public bool SendUnknownProperties { get; init; }

    /// <summary>Describes the settings without the key.</summary>
    public override string ToString() =>
        $"{nameof(ModelChatClientSettings)} {{ {nameof(SendUnknownProperties)} = {SendUnknownProperties} }}";
}
