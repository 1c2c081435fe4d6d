using Llm.Providers.OpenAI;

namespace Llm;

/// <content>Servers with OpenAI's interfaces that no file describes.</content>
public sealed partial class LlmHost
{
    /// <summary>Returns OpenAI's server, or a compatible one by its address; nothing is sent yet.</summary>
    /// <param name="address">
    /// The part before <c>/chat/completions</c>, such as <c>http://localhost:8080/v1</c>; null for <c>OPENAI_BASE_URL</c> or OpenAI's own.
    /// </param>
    /// <param name="headers">Headers that are sent with each request; one of them replaces a header of the same name.</param>
    public OpenAIServer OpenAIServer(string? address = null, IReadOnlyList<KeyValuePair<string, string>>? headers = null) =>
        new(address, headers ?? [], Client, Services);
}
