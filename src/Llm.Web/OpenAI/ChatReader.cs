using System.Text.Json.Nodes;
using Llm.Json;
using Llm.Web.Answers;

namespace Llm.Web.OpenAI;

/// <summary>Reads requests of the Chat Completions interface.</summary>
internal static class ChatReader
{
    /// <summary>Members that are no settings of the model.</summary>
    private static readonly HashSet<string> Structure =
    [
        "model", "messages", "stream", "stream_options", "tools", "tool_choice", "parallel_tool_calls", "functions", "function_call",
        "response_format", "n", "max_completion_tokens", "user", "store", "metadata",
    ];

    /// <exception cref="ServedException">The request cannot be understood.</exception>
    public static ServedRequest Read(JsonObject body)
    {
        if (body["messages"] is not JsonArray messages) throw ServedException.BadRequest("The request has no messages.");
        if (body.Integer("n") is > 1) throw ServedException.BadRequest("One request gets one answer: leave out n.");
        var tools = ToolReader.Read(body["tools"]);
        var format = body["response_format"] as JsonObject;
        var schema = format?.Text("type") == "json_schema" ? format["json_schema"] as JsonObject : null;
        return new ServedRequest
        {
            Model = body.Text("model"),
            Messages = ReadMessages(messages),
            Settings = SettingsOf(body, format),
            Tools = tools,
            ToolChoice = ToolReader.ReadChoice(body["tool_choice"], tools),
            ParallelToolCalls = body["parallel_tool_calls"] is null ? null : body.Flag("parallel_tool_calls"),
            Schema = schema?.CopyObject("schema"),
            SchemaName = schema?.Text("name"),
            SchemaDescription = schema?.Text("description"),
            Streams = body.Flag("stream"),
        };
    }

    private static JsonObject SettingsOf(JsonObject body, JsonObject? format)
    {
        var settings = ModelSettings.Among(body, Structure);
        if (body["max_completion_tokens"] is { } most) settings[ModelSettings.MaxTokens] = most.DeepClone();
        if (format?.Text("type") == "json_object") settings[ModelSettings.JsonObjectAnswer] = true;
        return settings;
    }

    private static IReadOnlyList<Message> ReadMessages(JsonArray messages)
    {
        var read = new MessageReader();
        foreach (var item in messages)
        {
            if (item is not JsonObject message) throw ServedException.BadRequest("A message must be a JSON object.");
            switch (message.Text("role"))
            {
                case "system" or "developer":
                    read.AddInstructions(ContentReader.Text(message["content"]));
                    break;
                case "user":
                    read.AddUser(ContentReader.Parts(message["content"]));
                    break;
                case "assistant":
                    ReadAnswer(read, message);
                    break;
                case "tool" or "function":
                    read.AddResult(
                        message.Text("tool_call_id"), ContentReader.Text(message["content"]), ContentReader.Attachments(message["content"]),
                        message.Text("name"));
                    break;
                case var role:
                    throw ServedException.BadRequest($"A message has the unknown role {role ?? "null"}.");
            }
        }

        return read.Read();
    }

    private static void ReadAnswer(MessageReader read, JsonObject message)
    {
        if ((message.Text("reasoning_content") ?? message.Text("reasoning")) is { Length: > 0 } thought)
            read.AddAssistant(new ReasoningPart(thought));
        foreach (var part in ContentReader.Parts(message["content"])) read.AddAssistant(part);
        foreach (var call in (message["tool_calls"] as JsonArray ?? []).OfType<JsonObject>())
        {
            if (call["function"] is not JsonObject function) continue;
            read.AddCall(call.Text("id"), function.Text("name") ?? "", function["arguments"]);
        }
    }
}
