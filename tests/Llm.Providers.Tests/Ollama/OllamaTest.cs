using System.Text.Json.Nodes;
using Llm.Json;
using Llm.Providers.Ollama;
using Llm.Testing;

namespace Llm.Providers.Tests.Ollama;

/// <summary>A test with models of an Ollama server, which is the fake server.</summary>
public abstract class OllamaTest : ServerTest
{
    private protected OllamaAddress Address => new($"http://127.0.0.1:{Server.Port}/");

    private protected OllamaModel NewModel(string name = "m", OllamaCapabilities capabilities = OllamaCapabilities.Unknown) =>
        new(name, capabilities, Address, Http) { Services = NewServices() };

    /// <summary>Asks, and returns the body that the server got.</summary>
    protected Task<JsonObject> SentAsync(string? text, PromptOptions? options = null) =>
        BodyAsync(NewModel(), text, options ?? new PromptOptions());

    /// <summary>Answers the next request with lines of a stream, and asks.</summary>
    protected Task<Response> ReadAsync(params string[] lines)
    {
        Server.Enqueue(FakeReply.Lines(lines));
        return NewModel().PromptAsync("x");
    }

    /// <summary>A line of a stream, in the form that the server sends (github.com/ollama/ollama, docs/api.md).</summary>
    protected static string Line(string message) =>
        $$"""{"model":"m","created_at":"2026-11-30T08:52:19.385406455-07:00","message":{"role":"assistant",{{message}}},"done":false}""";

    /// <summary>The last line of a stream.</summary>
    protected static string Last(string reason = "stop") =>
        $$"""{"model":"m","created_at":"2026-11-30T08:52:19.385406455-07:00","message":{"role":"assistant","content":""},"done_reason":"{{reason}}","done":true,"total_duration":4883583458,"load_duration":1334875,"prompt_eval_count":26,"prompt_eval_duration":342546000,"eval_count":282,"eval_duration":4535599000}""";

    protected static JsonObject Json(string text) => (JsonObject)JsonText.Parse(text)!;

    protected static ToolCallPart Call(string arguments, string? id = null) =>
        new() { Name = "add", Arguments = Json(arguments), ToolCallId = id };

    protected static Tool Add => new(
        "add", "Adds",
        Json("""{"type": "object", "properties": {"a": {"type": "integer"}, "b": {"type": "integer"}}, "required": ["a", "b"]}"""));
}
