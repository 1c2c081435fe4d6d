using System.Text.Json.Nodes;
using Llm.Json;
using Llm.Web.Answers;

namespace Llm.Web.OpenAI;

/// <summary>Reads requests of the Responses interface.</summary>
internal static class ResponsesReader
{
    /// <summary>Members that are no settings of the model.</summary>
    private static readonly HashSet<string> Structure =
    [
        "model", "input", "instructions", "stream", "stream_options", "tools", "tool_choice", "parallel_tool_calls", "text", "reasoning",
        "previous_response_id", "conversation", "max_output_tokens", "store", "metadata", "include", "prompt_cache_key", "client_metadata",
        "user", "background", "truncation",
    ];

    /// <summary>Whether a client only wants the model to be loaded: codex sends no input then, and wants any answer.</summary>
    public static bool IsWarmUp(JsonObject body) => body["input"] is JsonValue input && input.ToString().Length == 0;

    /// <exception cref="ServedException">The request cannot be understood.</exception>
    public static ServedRequest Read(JsonObject body)
    {
        if (body.Flag("background")) throw ServedException.BadRequest("Answers are not made in the background: leave out background.");
        var tools = ToolReader.Read(body["tools"]);
        var text = body["text"] as JsonObject;
        var format = text?["format"] as JsonObject;
        var isSchema = format?.Text("type") == "json_schema";
        return new ServedRequest
        {
            Model = body.Text("model"),
            Messages = ReadMessages(body),
            Settings = SettingsOf(body, text, format),
            Tools = tools,
            ToolChoice = ToolReader.ReadChoice(body["tool_choice"], tools),
            ParallelToolCalls = body["parallel_tool_calls"] is null ? null : body.Flag("parallel_tool_calls"),
            Schema = isSchema ? format!.CopyObject("schema") : null,
            SchemaName = isSchema ? format!.Text("name") : null,
            SchemaDescription = isSchema ? format!.Text("description") : null,
            Streams = body.Flag("stream"),
            PreviousTurn = body.Text("previous_response_id") is { } previous ? ResponsesFormat.TurnOf(previous) : null,
            Conversation = (body["conversation"] as JsonObject)?.Text("id") ?? body.Text("conversation"),
        };
    }

    private static JsonObject SettingsOf(JsonObject body, JsonObject? text, JsonObject? format)
    {
        var settings = ModelSettings.Among(body, Structure);
        if (body["max_output_tokens"] is { } most) settings[ModelSettings.MaxTokens] = most.DeepClone();
        if ((body["reasoning"] as JsonObject)?.Text("effort") is { } effort) settings[ModelSettings.ReasoningEffort] = effort;
        if (text?.Text("verbosity") is { } verbosity) settings["verbosity"] = verbosity;
        if (format?.Text("type") == "json_object") settings[ModelSettings.JsonObjectAnswer] = true;
        return settings;
    }

    private static IReadOnlyList<Message> ReadMessages(JsonObject body)
    {
        var read = new MessageReader();
        read.AddInstructions(ContentReader.Text(body["instructions"]));
        if (body["input"] is JsonArray items)
        {
            foreach (var item in items.OfType<JsonObject>()) ReadItem(read, item);
        }
        else
        {
            read.AddUser(ContentReader.Parts(body["input"]));
        }

        return read.Read();
    }

    private static void ReadItem(MessageReader read, JsonObject item)
    {
        switch (item.Text("type") ?? "message")
        {
            case "message":
                ReadMessage(read, item);
                break;
            case "function_call":
                read.AddCall(item.Text("call_id"), item.Text("name") ?? "", item["arguments"]);
                break;
            case "function_call_output":
                read.AddResult(item.Text("call_id"), ContentReader.Text(item["output"]), ContentReader.Attachments(item["output"]));
                break;
            case "reasoning":
                var thought = ContentReader.Text(item["summary"]);
                if (thought.Length > 0) read.AddAssistant(new ReasoningPart(thought));
                break;
            default:
                // Items of tools that the vendor runs, which no other model has a use for.
                break;
        }
    }

    private static void ReadMessage(MessageReader read, JsonObject message)
    {
        switch (message.Text("role"))
        {
            case "system" or "developer":
                read.AddInstructions(ContentReader.Text(message["content"]));
                break;
            case "user":
                read.AddUser(ContentReader.Parts(message["content"]));
                break;
            case "assistant":
                foreach (var part in ContentReader.Parts(message["content"])) read.AddAssistant(part);
                break;
            case var role:
                throw ServedException.BadRequest($"A message has the unknown role {role ?? "null"}.");
        }
    }
}
