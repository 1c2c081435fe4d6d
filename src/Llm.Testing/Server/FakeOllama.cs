using System.Text.Json.Nodes;
using Llm.Json;

namespace Llm.Testing;

/// <summary>What an Ollama server has besides answers: two models, their capabilities, and downloads (docs/api.md there).</summary>
internal static class FakeOllama
{
    private static readonly (string Name, string Digest, string[] Capabilities)[] Models =
    [
        ("fake-chat:latest", "1111111111111111", ["completion", "tools", "vision", "thinking"]),
        ("fake-embed:latest", "2222222222222222", ["embedding"]),
    ];

    /// <summary>The reply to a request that is not for an answer; null if it is of another kind.</summary>
    public static FakeReply? Reply(RecordedRequest request) => request.Path switch
    {
        "/api/tags" => Tags(),
        "/api/show" => Show(request.Json.Text("model")),
        "/api/pull" => Pull(request.Json.Text("model")),
        _ => null,
    };

    public static FakeReply Embeddings(JsonObject body, IEnumerable<JsonArray> vectors) => FakeReply.Json(new JsonObject
    {
        ["model"] = body["model"]?.DeepClone(),
        ["embeddings"] = new JsonArray([.. vectors]),
        ["total_duration"] = 14143917,
        ["prompt_eval_count"] = 8,
    });

    private static FakeReply Tags() => FakeReply.Json(new JsonObject
    {
        ["models"] = new JsonArray([.. Models.Select(model => new JsonObject
        {
            ["name"] = model.Name,
            ["model"] = model.Name,
            ["modified_at"] = "2026-11-30T12:00:00Z",
            ["size"] = 2019393189,
            ["digest"] = model.Digest,
        })]),
    });

    private static FakeReply Show(string? name)
    {
        foreach (var model in Models)
        {
            if (model.Name != name) continue;
            var capabilities = new JsonArray([.. model.Capabilities.Select(word => JsonValue.Create(word))]);
            return FakeReply.Json(new JsonObject { ["details"] = new JsonObject { ["family"] = "fake" }, ["capabilities"] = capabilities });
        }

        return NotFound(name);
    }

    private static FakeReply Pull(string? name) => name == "missing"
        ? FakeReply.Lines("""{"status": "pulling manifest"}""", """{"error": "pull model manifest: file does not exist"}""")
        : FakeReply.Lines(
            """{"status": "pulling manifest"}""",
            """{"status": "pulling 1111", "digest": "sha256:1111", "total": 2000}""",
            """{"status": "pulling 1111", "digest": "sha256:1111", "total": 2000, "completed": 2000}""",
            """{"status": "verifying sha256 digest"}""",
            """{"status": "success"}""");

    private static FakeReply NotFound(string? name) => FakeReply.Json(new JsonObject { ["error"] = $"model '{name}' not found" }, 404);
}
