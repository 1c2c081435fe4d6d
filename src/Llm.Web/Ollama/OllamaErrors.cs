using System.Text.Json.Nodes;
using Llm.Web.Answers;

namespace Llm.Web.Ollama;

/// <summary>Errors in the form of Ollama's interface.</summary>
internal static class OllamaErrors
{
    public static JsonObject Write(ServedError error) => new() { ["error"] = error.Message };
}
