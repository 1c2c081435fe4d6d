using System.Text.Json.Nodes;

namespace Llm.Providers.Gemini;

/// <summary>The tools that Google runs itself.</summary>
internal static class GeminiServerTools
{
    /// <summary>The plugin of the Python tool that has the tools; it counts in their hashes, and so do names and descriptions.</summary>
    private const string Plugin = "llm-gemini";

    private static readonly ServerSideToolType Search =
        Type("GoogleSearch", "google_search", "Ground responses using up-to-date information from Google Search.", "googleSearch");

    private static readonly ServerSideToolType Context =
        Type("URLContext", "url_context", "Fetch and use content from URLs included in the prompt.", "urlContext");

    private static readonly ServerSideToolType Code =
        Type("CodeExecution", "code_execution", "Let Gemini write and execute Python code while answering.", "codeExecution");

    /// <summary>The tools of a model, in the order of llm-gemini.</summary>
    public static List<ServerSideToolType> For(GeminiFeatures features)
    {
        var types = new List<ServerSideToolType>();
        if (features.HasFlag(GeminiFeatures.GoogleSearch)) types.Add(Search);
        if (features.HasFlag(GeminiFeatures.UrlContext)) types.Add(Context);
        if (features.HasFlag(GeminiFeatures.CodeExecution)) types.Add(Code);
        return types;
    }

    /// <summary>The member of the request for a tool that an option turns on.</summary>
    public static JsonObject Spec(string member) => new() { [member] = new JsonObject() };

    private static ServerSideToolType Type(string name, string logName, string description, string member) => new(
        name,
        description,
        new JsonObject { ["properties"] = new JsonObject(), ["type"] = "object" },
        _ => new ServerSideTool(logName, description, Spec(member)))
    {
        Plugin = Plugin,
    };
}
