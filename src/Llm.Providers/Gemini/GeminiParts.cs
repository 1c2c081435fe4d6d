using System.Text.Json;
using System.Text.Json.Nodes;
using Llm.Json;
using Llm.Providers.Http;

namespace Llm.Providers.Gemini;

/// <summary>Converts the parts of an answer to stream events.</summary>
/// <remarks>
/// The names of server-side tools, and what the metadata holds, are those of llm-gemini 0.33, so that either tool can continue a
/// conversation of the other.
/// </remarks>
internal sealed class GeminiParts(ModelContext context)
{
    private const string CodeExecution = "code_execution";

    private readonly CallIds ids = new(context);
    private readonly Dictionary<string, string> serverCalls = [];
    // The events refer to it.
    private JsonObject? metadata;
    private Kind last;

    private enum Kind
    {
        None,
        Text,
        Thought,
        Other,
    }

    /// <summary>The text of the answer, which the events refer to.</summary>
    public TextBuffer Text { get; } = new();

    /// <summary>Whether a piece of text continues the part that the last event belongs to.</summary>
    public bool IsInText => last == Kind.Text;

    /// <summary>Whether the server has sent a thought.</summary>
    public bool HasThoughts { get; private set; }

    /// <summary>Whether the model calls functions.</summary>
    public bool HasCalls => CallNames.Count > 0;

    /// <summary>The calls of functions without their arguments.</summary>
    public JsonArray CallNames { get; } = [];

    /// <summary>Reads a part; one of an unknown kind is ignored.</summary>
    public void Read(JsonElement part, List<StreamEvent> events)
    {
        if (part.ValueKind != JsonValueKind.Object) return;
        if (part.Object("functionCall") is { ValueKind: JsonValueKind.Object } call) AddCall(part, call, events);
        else if (part.Object("toolCall") is { ValueKind: JsonValueKind.Object } server)
            AddServerCall(part, ServerName(server), server.Text("id"), Raw(server, "args"), events);
        else if (part.Object("toolResponse") is { ValueKind: JsonValueKind.Object } response)
            AddServerResult(part, ServerName(response), response.Text("id"), Raw(response, "response"), events);
        else if (part.Object("executableCode") is { ValueKind: JsonValueKind.Object } code)
            AddServerCall(part, CodeExecution, code.Text("id"), PythonJson.Spaced(code.ToNode()), events);
        else if (part.Object("codeExecutionResult") is { ValueKind: JsonValueKind.Object } output)
            AddServerResult(part, CodeExecution, output.Text("id"), PythonJson.Spaced(output.ToNode()), events);
        else if (part.Object("inlineData") is { ValueKind: JsonValueKind.Object } data) AddAttachment(part, data, events);
        else if (part.Text("text") is { } text) AddText(part, text, events);
    }

    /// <summary>Adds the sources of a text to its metadata.</summary>
    public void AddGrounding(JsonElement grounding, List<StreamEvent> events)
    {
        if (last != Kind.Text) Begin(Kind.Text);
        metadata ??= [];
        metadata["groundingMetadata"] = grounding.ToNode();
        events.Add(new TextEvent(Text, Text.Length, 0) { ProviderMetadata = Metadata() });
    }

    private void AddText(JsonElement part, string text, List<StreamEvent> events)
    {
        var signature = part.Text(GeminiContents.Signature);
        if (text.Length == 0 && signature is null) return;
        var kind = part.TryGetProperty("thought", out var thought) && thought.ValueKind == JsonValueKind.True ? Kind.Thought : Kind.Text;
        if (kind != last) Begin(kind);
        if (signature is not null) (metadata ??= [])[GeminiContents.Signature] = signature;
        var given = signature is null ? null : Metadata();
        if (kind == Kind.Thought)
        {
            HasThoughts |= text.Length > 0;
            events.Add(new ReasoningEvent(text) { ProviderMetadata = given });
            return;
        }

        var start = Text.Length;
        Text.Append(text);
        events.Add(new TextEvent(Text, start, Text.Length - start) { ProviderMetadata = given });
    }

    private void AddCall(JsonElement part, JsonElement call, List<StreamEvent> events)
    {
        Begin(Kind.Other);
        var name = call.Text("name") ?? "";
        var id = ids.Take(call.Text("id"));
        CallNames.AddNode(new JsonObject { ["functionCall"] = new JsonObject { ["name"] = name } });
        events.Add(new ToolCallNameEvent(name) { ToolCallId = id, ProviderMetadata = SignatureOf(part) });
        events.Add(new ToolCallArgumentsEvent(Raw(call, "args")) { ToolCallId = id });
    }

    private void AddServerCall(JsonElement part, string name, string? given, string arguments, List<StreamEvent> events)
    {
        Begin(Kind.Other);
        var id = serverCalls[name] = ids.Take(given);
        events.Add(new ToolCallNameEvent(name) { ToolCallId = id, ServerExecuted = true, ProviderMetadata = Whole(part) });
        events.Add(new ToolCallArgumentsEvent(arguments) { ToolCallId = id, ServerExecuted = true });
    }

    /// <summary>A result without an id belongs to the last call of the tool.</summary>
    private void AddServerResult(JsonElement part, string name, string? given, string output, List<StreamEvent> events)
    {
        Begin(Kind.Other);
        var id = given is { Length: > 0 } ? given : serverCalls.TryGetValue(name, out var known) ? known : ids.Take(null);
        events.Add(new ToolResultEvent(name, output) { ToolCallId = id, ServerExecuted = true, ProviderMetadata = Whole(part) });
    }

    private void AddAttachment(JsonElement part, JsonElement data, List<StreamEvent> events)
    {
        var text = data.Text("data") ?? "";
        var bytes = new byte[text.Length / 4 * 3];
        if (!Convert.TryFromBase64String(text, bytes, out var length) || length == 0) return;
        Begin(Kind.Other);
        var made = Attachment.FromBytes(bytes.AsMemory(0, length), data.Text("mimeType"));
        events.Add(new AttachmentEvent(made) { ProviderMetadata = SignatureOf(part) });
    }

    private void Begin(Kind kind)
    {
        last = kind;
        metadata = null;
    }

    /// <summary>All metadata of the current part, because that of a later event replaces that of an earlier one.</summary>
    private JsonObject Metadata() => new() { [GeminiContents.MetadataName] = metadata!.DeepClone() };

    private static JsonObject? SignatureOf(JsonElement part) => part.Text(GeminiContents.Signature) is { } signature
        ? new JsonObject { [GeminiContents.MetadataName] = new JsonObject { [GeminiContents.Signature] = signature } }
        : null;

    private static JsonObject Whole(JsonElement part) =>
        new() { [GeminiContents.MetadataName] = new JsonObject { ["part"] = part.ToNode() } };

    private static string ServerName(JsonElement tool) => tool.Text("toolType") switch
    {
        null or "" => "server_side_tool",
        "GOOGLE_SEARCH" or "GOOGLE_SEARCH_WEB" => "google_search",
        var type => type.ToLowerInvariant(),
    };

    /// <summary>A member as JSON text; an empty object if it is missing.</summary>
    private static string Raw(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined)
            ? PythonJson.Spaced(value.ToNode())
            : "{}";
}
