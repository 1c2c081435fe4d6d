namespace Llm;

/// <summary>Where a model's answers come from, in the words of OpenTelemetry's conventions for generative AI.</summary>
/// <param name="Name">The name by which the provider knows the model.</param>
/// <param name="Provider">Who is asked, such as <c>openai</c>; null if that is not known.</param>
/// <param name="Server">The address of the server; null if there is none or it is not known. Only host and port are shown.</param>
public sealed record ModelOrigin(string Name, string? Provider = null, Uri? Server = null)
{
    /// <summary>What a prompt asks for: <c>chat</c>, or <c>text_completion</c> for models that go on with a text.</summary>
    public string Operation { get; init; } = "chat";
}
