using System.Text.Json.Nodes;
using Llm.Json;
using Llm.Web.Answers;

namespace Llm.Web.Anthropic;

/// <summary>Reads requests of Anthropic's Messages interface.</summary>
internal static class MessagesReader
{
    /// <summary>Members that are no settings of the model.</summary>
    private static readonly HashSet<string> Structure =
    [
        "model", "messages", "system", "stream", "tools", "tool_choice", "thinking", "output_config", "output_format",
        "stop_sequences", "metadata", "service_tier", "container", "mcp_servers", "context_management",
    ];

    /// <exception cref="ServedException">The request cannot be understood.</exception>
    public static ServedRequest Read(JsonObject body)
    {
        if (body["messages"] is not JsonArray messages) throw ServedException.BadRequest("The request has no messages.");
        var tools = ReadTools(body["tools"]);
        var choice = body["tool_choice"] as JsonObject;
        var format = (body["output_config"] as JsonObject)?["format"] as JsonObject ?? body["output_format"] as JsonObject;
        return new ServedRequest
        {
            Model = body.Text("model"),
            Messages = ReadMessages(body, messages),
            Settings = SettingsOf(body),
            Tools = tools,
            ToolChoice = tools.Count == 0 ? null : choice?.Text("type") switch
            {
                "any" => ToolChoice.Required,
                "tool" when choice.Text("name") is { } name => ToolChoice.FromName(name),
                "none" => ToolChoice.None,
                _ => null,
            },
            ParallelToolCalls = choice?.Flag("disable_parallel_tool_use") == true ? false : null,
            Schema = format?.CopyObject("schema"),
            Streams = body.Flag("stream"),
        };
    }

    private static JsonObject SettingsOf(JsonObject body)
    {
        var settings = ModelSettings.Among(body, Structure);
        if (body["stop_sequences"] is { } stop) settings[ModelSettings.Stop] = stop.DeepClone();
        if ((body["output_config"] as JsonObject)?.Text("effort") is { } effort) settings[ModelSettings.ReasoningEffort] = effort;
        return settings;
    }

    /// <summary>Tools that only the vendor can run have a type of their own, and are passed over.</summary>
    private static IReadOnlyList<Tool> ReadTools(JsonNode? tools) =>
    [
        .. (tools as JsonArray ?? []).OfType<JsonObject>()
            .Where(tool => tool["input_schema"] is JsonObject && tool.Text("name") is { Length: > 0 })
            .Select(tool => new Tool(tool.Text("name")!, tool.Text("description"), tool.CopyObject("input_schema")!))
            .DistinctBy(tool => tool.Name),
    ];

    private static IReadOnlyList<Message> ReadMessages(JsonObject body, JsonArray messages)
    {
        var read = new MessageReader();
        read.AddInstructions(ContentReader.Text(body["system"]));
        foreach (var item in messages)
        {
            if (item is not JsonObject message) throw ServedException.BadRequest("A message must be a JSON object.");
            if (message.Text("role") == "user") ReadUser(read, message["content"]);
            else if (message.Text("role") == "assistant") ReadAnswer(read, message["content"]);
            else if (message.Text("role") == "system") read.AddInstructions(ContentReader.Text(message["content"]));
            else throw ServedException.BadRequest($"A message has the unknown role {message.Text("role") ?? "null"}.");
        }

        return read.Read();
    }

    private static void ReadUser(MessageReader read, JsonNode? message)
    {
        if (message is not JsonArray blocks)
        {
            read.AddUser(ContentReader.Parts(message));
            return;
        }

        var said = new JsonArray();
        foreach (var block in blocks.OfType<JsonObject>())
        {
            var content = block["content"];
            if (block.Text("type") != "tool_result") said.Add(block.DeepClone());
            else read.AddResult(block.Text("tool_use_id"), ContentReader.Text(content), ContentReader.Attachments(content));
        }

        read.AddUser(ContentReader.Parts(said));
    }

    private static void ReadAnswer(MessageReader read, JsonNode? content)
    {
        if (content is not JsonArray blocks)
        {
            foreach (var part in ContentReader.Parts(content)) read.AddAssistant(part);
            return;
        }

        foreach (var block in blocks.OfType<JsonObject>())
        {
            switch (block.Text("type"))
            {
                case "text":
                    read.AddAssistant(new TextPart(block.Text("text") ?? ""));
                    break;
                case "thinking" when block.Text("thinking") is { Length: > 0 } thought:
                    read.AddAssistant(new ReasoningPart(thought));
                    break;
                case "tool_use":
                    read.AddCall(block.Text("id"), block.Text("name") ?? "", block["input"]);
                    break;
            }
        }
    }
}
