using System.Text.Json;
using Llm.Json;

namespace Llm.Providers.Http;

/// <summary>An error as a server describes it; the members that it does not have are null.</summary>
internal sealed record ServerError(string? Message, string? Code, string? Type)
{
    /// <summary>Reads the forms of OpenAI, Anthropic, Gemini, Mistral, Ollama and servers built with FastAPI.</summary>
    public static ServerError Read(JsonElement body)
    {
        // Gemini puts an error in a list if a stream was requested.
        if (body is { ValueKind: JsonValueKind.Array } && body.GetArrayLength() > 0) body = body[0];
        if (body.ValueKind != JsonValueKind.Object) return new ServerError(null, null, null);
        if (body.Text("error") is { } text) return new ServerError(text, body.Text("code"), body.Text("type"));
        var error = body.Object("error") is { ValueKind: JsonValueKind.Object } given ? given : body;
        return new ServerError(
            error.Text("message") ?? error.Text("detail"), error.Text("code"), error.Text("type") ?? error.Text("status"));
    }
}
