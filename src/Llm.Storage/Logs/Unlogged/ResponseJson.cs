using System.Text.Json.Nodes;
using Llm.Json;

namespace Llm.Storage.Logs.Unlogged;

/// <summary>Writes and reads everything of a response that the log stores.</summary>
internal static class ResponseJson
{
    /// <param name="response">The response.</param>
    /// <param name="large">Takes the large texts, for which others stand in the result; null to write everything.</param>
    public static JsonObject Write(Response response, LargeTexts? large = null) => new()
    {
        ["id"] = response.Id,
        ["model"] = response.ModelId,
        ["resolved_model"] = response.ResolvedModel,
        ["conversation"] = response.ConversationId,
        ["forked_from"] = response.ForkedFrom,
        ["started"] = response.StartedAt is { } started ? PythonTime.Iso(started) : null,
        ["duration_ms"] = response.Duration.TotalMilliseconds,
        ["finish_reason"] = response.FinishReason?.Value,
        ["incomplete"] = response.Incomplete,
        ["usage"] = response.Usage is { } usage
            ? new JsonObject
            {
                ["input"] = usage.InputTokens,
                ["output"] = usage.OutputTokens,
                ["details"] = usage.Details?.DeepClone(),
            }
            : null,
        ["payload"] = WritePayload(response, large),
        ["prompt"] = WritePrompt(response.Prompt),
        ["messages"] = WriteMessages(response.Messages, large),
    };

    /// <exception cref="LlmException">The object is not a response.</exception>
    public static Response Read(JsonObject json)
    {
        var usage = json["usage"] as JsonObject;
        return new Response
        {
            Id = json.Text("id") ?? throw new LlmException("This is not a response: it has no id."),
            ModelId = json.Text("model"),
            ResolvedModel = json.Text("resolved_model"),
            ConversationId = json.Text("conversation"),
            ForkedFrom = json.Text("forked_from"),
            StartedAt = PythonTime.TryParse(json.Text("started")),
            Duration = TimeSpan.FromMilliseconds(json["duration_ms"] is JsonValue number ? number.GetValue<double>() : 0),
            FinishReason = FinishReason.FromProvider(json.Text("finish_reason")),
            Incomplete = json.Text("incomplete"),
            Usage = usage is null
                ? null
                : new Usage
                {
                    InputTokens = usage.Integer("input"),
                    OutputTokens = usage.Integer("output"),
                    Details = usage.CopyObject("details"),
                },
            RawJson = json["payload"]?.DeepClone(),
            Prompt = ReadPrompt(json["prompt"] as JsonObject ?? throw new LlmException("This is not a response: it has no prompt.")),
            Messages = ReadMessages(json["messages"]),
        };
    }

    /// <summary>Reads a response whose program ended before it did.</summary>
    /// <param name="json">The response without messages.</param>
    /// <param name="received">The part that was received.</param>
    /// <param name="ended">When the program last wrote.</param>
    /// <exception cref="LlmException">The object is not a response.</exception>
    public static Response ReadInterrupted(JsonObject json, IReadOnlyList<Message> received, DateTime ended)
    {
        var duration = PythonTime.TryParse(json.Text("started")) is { } started ? (ended - started.UtcDateTime).TotalMilliseconds : 0;
        json["duration_ms"] = Math.Max(0, duration);
        json["messages"] = WriteMessages(
            AnswerMessages.Complete(received, [], ModelServices.Default.Ids, "error: the program was killed"));
        return Read(json);
    }

    private static JsonNode? WritePayload(Response response, LargeTexts? large) =>
        (large is null ? null : response.Payload?.With(large.StandIn, response.Messages, out _)) ?? response.RawJson?.DeepClone();

    private static JsonObject WritePrompt(Prompt prompt) => new()
    {
        ["text"] = prompt.Text,
        ["system"] = prompt.System,
        ["options"] = prompt.Options.DeepClone(),
        ["schema"] = prompt.Schema?.DeepClone(),
        ["fragments"] = WriteAll(prompt.Fragments, WriteFragment),
        ["system_fragments"] = WriteAll(prompt.SystemFragments, WriteFragment),
        ["tools"] = WriteAll(prompt.Tools, WriteTool),
        ["tool_results"] = WriteAll(prompt.ToolResults, result => new JsonObject
        {
            ["name"] = result.Name,
            ["id"] = result.ToolCallId,
            ["instance"] = WriteInstance(result.Instance),
        }),
        ["messages"] = WriteMessages(prompt.Messages),
    };

    private static Prompt ReadPrompt(JsonObject json) => new()
    {
        Text = json.Text("text") ?? "",
        System = json.Text("system") ?? "",
        Options = json.CopyObject("options") ?? [],
        Schema = json.CopyObject("schema"),
        Fragments = ReadAll(json["fragments"], ReadFragment),
        SystemFragments = ReadAll(json["system_fragments"], ReadFragment),
        Tools = ReadAll(json["tools"], ReadTool),
        // The output is in the messages; the log needs only what is not.
        ToolResults = ReadAll(
            json["tool_results"],
            result => new ToolResult(result.Text("name") ?? "", "", result.Text("id")) { Instance = ReadInstance(result["instance"]) }),
        Messages = ReadMessages(json["messages"]),
    };

    private static JsonObject WriteFragment(Fragment fragment) => new() { ["content"] = fragment.Content, ["source"] = fragment.Source };

    private static Fragment ReadFragment(JsonObject json) => new(json.Text("content") ?? "", json.Text("source"));

    private static JsonObject WriteTool(Tool tool) => new()
    {
        ["name"] = tool.Name,
        ["description"] = tool.Description,
        ["input_schema"] = tool.InputSchema.DeepClone(),
        ["plugin"] = tool.Plugin,
        ["server_side"] = tool.IsServerSide,
        ["instance"] = WriteInstance(tool.Instance),
    };

    private static Tool ReadTool(JsonObject json)
    {
        var (name, description, schema) = (json.Text("name") ?? "", json.Text("description"), json.CopyObject("input_schema") ?? []);
        var tool = json.Flag("server_side")
            ? new ServerSideTool(name, description, []) { InputSchema = schema }
            : new Tool(name, description, schema);
        return tool with { Plugin = json.Text("plugin"), Instance = ReadInstance(json["instance"]) };
    }

    private static JsonObject? WriteInstance(ToolInstance? instance) => instance is null
        ? null
        : new() { ["name"] = instance.Name, ["plugin"] = instance.Plugin, ["arguments"] = instance.Arguments.DeepClone() };

    private static ToolInstance? ReadInstance(JsonNode? json) => json is JsonObject instance
        ? new ToolInstance(instance.Text("name") ?? "", instance.Text("plugin"), instance.CopyObject("arguments") ?? [])
        : null;

    private static JsonArray WriteMessages(IReadOnlyList<Message> messages, LargeTexts? large = null) => WriteAll(messages, message =>
    {
        var json = new JsonObject
        {
            ["role"] = message.Role,
            ["parts"] = WriteAll([.. message.Parts], part => PartJson.Write(large?.Replace(part) ?? part, WriteAttachment)),
        };
        if (message.ProviderMetadata is { Count: > 0 } metadata) json["provider_metadata"] = metadata.DeepClone();
        return json;
    });

    private static List<Message> ReadMessages(JsonNode? json) => ReadAll(json, Message.FromJson);

    /// <summary>The type may have been detected by a request, which is not repeated.</summary>
    private static JsonObject WriteAttachment(Attachment attachment)
    {
        var json = attachment.ToJson();
        if (attachment.LocalType() is { } type) json["type"] = type;
        return json;
    }

    private static JsonArray WriteAll<T>(IReadOnlyList<T> items, Func<T, JsonObject> write)
        where T : class
    {
        var array = new JsonArray();
        foreach (var item in items) array.AddNode(write(item));
        return array;
    }

    private static List<T> ReadAll<T>(JsonNode? json, Func<JsonObject, T> read)
        where T : class
    {
        var items = new List<T>();
        foreach (var item in json as JsonArray ?? [])
        {
            if (item is JsonObject given) items.Add(read(given));
        }

        return items;
    }
}
