using System.Text.Json.Nodes;
using Llm.Json;
using Llm.Providers.Gemini;
using Llm.Testing;

namespace Llm.Providers.Tests.Gemini;

/// <summary>A test with models of the Gemini API that talk to the fake server.</summary>
public abstract class GeminiTest : ServerTest
{
    private protected GeminiModel NewModel(string name = "gemini-3.5-flash", string version = "v1beta")
    {
        var models = new ModelRegistry(NewServices());
        GeminiModels.Register(models, Address(version), Http);
        return (GeminiModel)models.Models.Single(entry => entry.Aliases.Contains(name)).Model;
    }

    private protected GeminiAddress Address(string version = "v1beta") => new(() => version, $"http://127.0.0.1:{Server.Port}/");

    /// <summary>Asks, and returns the body that the server got, without the safety settings, which are always the same.</summary>
    protected async Task<JsonObject> SentAsync(Model model, string? text, PromptOptions? options = null)
    {
        var body = await BodyAsync(model, text, (options ?? new PromptOptions()) with { Key = Key });
        body.Remove("safetySettings").ShouldBeTrue();
        return body;
    }

    /// <summary>Answers the next request with pieces of a stream, and asks.</summary>
    protected Task<Response> ReadAsync(params string[] pieces)
    {
        Server.Enqueue(FakeReply.Events(pieces.Select(piece => "data: " + piece.ReplaceLineEndings(" "))));
        return NewModel().PromptAsync("x", new PromptOptions { Key = Key });
    }

    /// <summary>A piece of a stream with one candidate, in the form that the server sends (ai.google.dev/api/generate-content).</summary>
    protected static string Piece(string parts, string? reason = null, string more = "") =>
        $$"""{"candidates": [{"content": {"parts": [{{parts}}], "role": "model"},{{(reason is null ? "" : $" \"finishReason\": \"{reason}\",")}} "index": 0}],"""
        + $$"""{{more}} "usageMetadata": {"promptTokenCount": 4, "candidatesTokenCount": 2, "totalTokenCount": 6}, "modelVersion": "m-1", "responseId": "r-1"}""";

    protected static JsonObject Json(string text) => (JsonObject)JsonText.Parse(text)!;
}
