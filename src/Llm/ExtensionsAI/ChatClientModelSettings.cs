using Llm.ExtensionsAI;

namespace Llm;

/// <summary>What a chat client can do, for the model that is made of it: clients do not tell.</summary>
public sealed record ChatClientModelSettings
{
    /// <summary>The options that chat clients know: <c>temperature</c>, <c>max_tokens</c>, <c>top_p</c>, <c>top_k</c>,
    /// <c>frequency_penalty</c>, <c>presence_penalty</c>, <c>stop</c>, <c>seed</c>, <c>reasoning_effort</c>.</summary>
    public static IReadOnlyList<ModelOption> StandardOptions => ChatClientRequest.Standard;

    /// <summary>The model that the client is asked for; null leaves it to the client.</summary>
    public string? ModelId { get; init; }

    /// <summary>Whether the client streams.</summary>
    public bool CanStream { get; init; } = true;

    /// <summary>Whether answers can be held to a schema.</summary>
    public bool SupportsSchema { get; init; } = true;

    /// <summary>Whether tools can be offered.</summary>
    public bool SupportsTools { get; init; } = true;

    /// <summary>The media types that the client takes; images and PDF files unless set.</summary>
    public IReadOnlyCollection<string> AttachmentTypes { get; init; } =
        ["image/png", "image/jpeg", "image/webp", "image/gif", "application/pdf"];

    /// <summary>
    /// The options of the model. Set it to those of <see cref="StandardOptions"/> that the client heeds; options of other names go
    /// into <see cref="Microsoft.Extensions.AI.ChatOptions.AdditionalProperties"/>.
    /// </summary>
    public IReadOnlyList<ModelOption> Options { get; init; } = StandardOptions;

    /// <summary>The key that the client sends, only so that it can be kept out of error messages; null if there is none.</summary>
    public string? Secret { get; init; }

    /// <summary>The members without the secret.</summary>
    public override string ToString() => $"{nameof(ChatClientModelSettings)} {{ ModelId = {ModelId} }}";
}
