using System.Text.Json.Nodes;
using Llm.Json;

namespace Llm.Testing;

/// <summary>A request that a <see cref="FakeServer"/> received.</summary>
/// <param name="Method">The method, such as <c>POST</c>.</param>
/// <param name="PathAndQuery">Path and query as sent, such as <c>/v1/chat/completions?api-version=1</c>.</param>
/// <param name="Headers">The headers in their order; a header that was sent several times has several entries.</param>
/// <param name="Body">The bytes of the body; empty if there is none.</param>
public sealed record RecordedRequest(
    string Method, string PathAndQuery, IReadOnlyList<KeyValuePair<string, string>> Headers, ReadOnlyMemory<byte> Body)
{
    /// <summary>The path without the query.</summary>
    public string Path => PathAndQuery.Split('?')[0];

    /// <summary>The body as JSON, which is parsed at each use.</summary>
    /// <exception cref="System.Text.Json.JsonException">The body is not a JSON object.</exception>
    public JsonObject Json =>
        JsonText.Parse(Body.Span) as JsonObject ?? throw new System.Text.Json.JsonException("The body is not a JSON object.");

    /// <summary>Whether the body, or for the Gemini API the path, requests an event stream.</summary>
    public bool WantsStream => Path.EndsWith(":streamGenerateContent", StringComparison.Ordinal) || (!Body.IsEmpty && Json.Flag("stream"));

    /// <summary>Finds the first header with a name, ignoring case; null if there is none.</summary>
    public string? Header(string name) =>
        Headers.Where(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(header => header.Value)
            .FirstOrDefault();
}
