using Llm.ExtensionsAI;

namespace Llm;

/// <summary>The capabilities of a wrapped chat client, which <see cref="Microsoft.Extensions.AI.IChatClient"/> does not expose.</summary>
public sealed record ChatClientModelSettings
{
    /// <summary>
    /// The options that chat clients have in common: <c>temperature</c>, <c>max_tokens</c>, <c>top_p</c>, <c>top_k</c>,
    /// <c>frequency_penalty</c>, <c>presence_penalty</c>, <c>stop</c>, <c>seed</c>, <c>reasoning_effort</c>.
    /// </summary>
    public static IReadOnlyList<ModelOption> StandardOptions => ChatClientRequest.Standard;

    /// <summary>The model to request from the client; null leaves the choice to the client.</summary>
    public string? ModelId { get; init; }

    /// <summary>Whether the client streams.</summary>
    public bool CanStream { get; init; } = true;

    /// <summary>Whether answers can be made to match a schema.</summary>
    public bool SupportsSchema { get; init; } = true;

    /// <summary>Whether tools can be offered.</summary>
    public bool SupportsTools { get; init; } = true;

    /// <summary>The media types that the client accepts; by default, images and PDF files.</summary>
    public IReadOnlyCollection<string> AttachmentTypes { get; init; } =
        ["image/png", "image/jpeg", "image/webp", "image/gif", "application/pdf"];

    /// <summary>
    /// The options of the model. Set them to those of <see cref="StandardOptions"/> that the client supports; options with other names
    /// are passed in <see cref="Microsoft.Extensions.AI.ChatOptions.AdditionalProperties"/>.
    /// </summary>
    public IReadOnlyList<ModelOption> Options { get; init; } = StandardOptions;

    /// <summary>The key that the client sends, which is removed from error messages; null if there is none.</summary>
    public string? Secret { get; init; }

    /// <summary>Describes the settings without the secret.</summary>
    public override string ToString() => $"{nameof(ChatClientModelSettings)} {{ ModelId = {ModelId} }}";
}
