namespace Llm;

/// <summary>The provider and server of a model's answers, in the terms of OpenTelemetry's conventions for generative AI.</summary>
/// <param name="Name">The name by which the provider knows the model.</param>
/// <param name="Provider">The provider, such as <c>openai</c>; null if that is not known.</param>
/// <param name="Server">The address of the server; null if there is none or it is not known. Only host and port are shown.</param>
public sealed record ModelOrigin(string Name, string? Provider = null, Uri? Server = null)
{
    /// <summary>What a prompt asks for: <c>chat</c>, or <c>text_completion</c> for models that continue a text.</summary>
    public string Operation { get; init; } = "chat";
}
