using System.Text.Json;
using System.Text.Json.Nodes;
using Llm.Json;
using Llm.Web.Answers;

namespace Llm.Web.Ollama;

/// <summary>Reads requests of Ollama's interface, which streams unless a request says otherwise.</summary>
internal static class OllamaReader
{
    private const string UsualTag = ":latest";

    /// <summary>Reads <c>/api/chat</c>.</summary>
    /// <exception cref="ServedException">The request cannot be understood.</exception>
    public static ServedRequest Chat(JsonObject body)
    {
        if (body["messages"] is not JsonArray messages) throw ServedException.BadRequest("The request has no messages.");
        var read = new MessageReader();
        foreach (var message in messages.OfType<JsonObject>()) ReadMessage(read, message);
        return Read(body, read) with { Tools = OpenAI.ToolReader.Read(body["tools"]) };
    }

    /// <summary>Reads <c>/api/generate</c>.</summary>
    /// <inheritdoc cref="Chat"/>
    public static ServedRequest Generate(JsonObject body)
    {
        var read = new MessageReader();
        read.AddInstructions(body.Text("system") ?? "");
        read.AddUser([.. ContentReader.Parts(body["prompt"]), .. Images(body)]);
        return Read(body, read);
    }

    /// <summary>The name of a model without the tag that Ollama's clients add.</summary>
    public static string? NameOf(JsonObject body)
    {
        var name = body.Text("model") ?? body.Text("name");
        return name?.EndsWith(UsualTag, StringComparison.Ordinal) == true ? name[..^UsualTag.Length] : name;
    }

    private static ServedRequest Read(JsonObject body, MessageReader messages)
    {
        var settings = body.CopyObject("options") ?? [];
        if (settings.Remove("num_predict", out var most)) settings[ModelSettings.MaxTokens] = most;
        if (body["think"] is { } think)
        {
            if (think.GetValueKind() == JsonValueKind.String) settings[ModelSettings.ReasoningEffort] = think.DeepClone();
            settings["think"] = think.DeepClone();
        }

        if (body["format"] is JsonValue format && format.ToString() == "json") settings[ModelSettings.JsonObjectAnswer] = true;
        return new ServedRequest
        {
            Model = NameOf(body),
            Messages = messages.Read(),
            Settings = settings,
            Schema = body.CopyObject("format"),
            Streams = body["stream"] is null || body.Flag("stream"),
        };
    }

    private static void ReadMessage(MessageReader read, JsonObject message)
    {
        switch (message.Text("role"))
        {
            case "system":
                read.AddInstructions(message.Text("content") ?? "");
                break;
            case "user":
                read.AddUser([.. ContentReader.Parts(message["content"]), .. Images(message)]);
                break;
            case "assistant":
                if (message.Text("thinking") is { Length: > 0 } thought) read.AddAssistant(new ReasoningPart(thought));
                if (message.Text("content") is { Length: > 0 } text) read.AddAssistant(new TextPart(text));
                foreach (var call in (message["tool_calls"] as JsonArray ?? []).OfType<JsonObject>())
                {
                    if (call["function"] is JsonObject function)
                        read.AddCall(call.Text("id"), function.Text("name") ?? "", function["arguments"]);
                }

                break;
            case "tool":
                read.AddResult(message.Text("tool_call_id"), message.Text("content") ?? "", [], message.Text("tool_name"));
                break;
            case var role:
                throw ServedException.BadRequest($"A message has the unknown role {role ?? "null"}.");
        }
    }

    private static IEnumerable<Part> Images(JsonObject message) => (message["images"] as JsonArray ?? [])
        .Select(image => new AttachmentPart(ContentReader.FromBase64(image?.ToString(), type: null)));
}
