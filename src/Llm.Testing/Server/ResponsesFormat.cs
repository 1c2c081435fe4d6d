using System.Text.Json.Nodes;
using Llm.Json;

namespace Llm.Testing;

/// <summary>Writes answers of the Responses interface.</summary>
internal sealed class ResponsesFormat(FakeAnswer answer, string model) : AnswerFormat(answer, model)
{
    private int sequence;

    /// <summary>The reason that the interface gives for an answer that was cut off; null if it is complete.</summary>
    private string? IncompleteReason =>
        FinishReason == FinishReason.Length ? "max_output_tokens" : FinishReason.IsCutOff ? FinishReason.Value : null;

    private string FinalStatus => IncompleteReason is null ? "completed" : "incomplete";

    public override JsonObject Whole() => Response(FinalStatus, Items());

    protected override IEnumerable<(string Block, bool IsText)> Events(RecordedRequest request)
    {
        foreach (var state in (string[])["created", "in_progress"])
            yield return (Event($"response.{state}", new JsonObject { ["response"] = Response("in_progress", []) }), false);
        var items = Items();
        for (var i = 0; i < items.Count; i++)
        {
            var item = items[i]!.AsObject();
            var started = item.DeepClone().AsObject();
            foreach (var name in (string[])["content", "summary"])
            {
                if (started.ContainsKey(name)) started[name] = new JsonArray();
            }

            if (started.ContainsKey("arguments")) started["arguments"] = "";
            if (started.ContainsKey("status")) started["status"] = "in_progress";
            yield return (Event("response.output_item.added", new JsonObject { ["item"] = started, ["output_index"] = i }), false);
            foreach (var content in Contents(item, i)) yield return content;
            yield return (Event("response.output_item.done", new JsonObject { ["item"] = item.DeepClone(), ["output_index"] = i }), false);
        }

        yield return (Event($"response.{FinalStatus}", new JsonObject { ["response"] = Response(FinalStatus, items) }), false);
    }

    private IEnumerable<(string Block, bool IsText)> Contents(JsonObject item, int index) => item.Text("type") switch
    {
        "reasoning" => Part(item, index, "summary", "reasoning_summary_part", "reasoning_summary_text", FakeAnswer.Split(Answer.Reasoning)),
        "message" => Part(item, index, "content", "content_part", "output_text", Answer.Pieces),
        _ => Arguments(item, index, Answer.ToolCalls[index - (Answer.Reasoning.Length > 0 ? 1 : 0) - (Answer.Pieces.Count > 0 ? 1 : 0)]),
    };

    /// <summary>The events of the only part of an item: it begins, its text comes in pieces and then as a whole, and it ends.</summary>
    private IEnumerable<(string Block, bool IsText)> Part(
        JsonObject item, int index, string list, string partName, string textName, IEnumerable<string> pieces)
    {
        var whole = item[list]![0]!;
        var empty = whole.DeepClone();
        empty["text"] = "";
        yield return (Named($"{partName}.added", "part", empty), false);
        foreach (var piece in pieces) yield return (Named($"{textName}.delta", "delta", piece), list == "content");
        yield return (Named($"{textName}.done", "text", whole["text"]!.DeepClone()), false);
        yield return (Named($"{partName}.done", "part", whole.DeepClone()), false);

        string Named(string type, string name, JsonNode value) => Event(
            $"response.{type}",
            new JsonObject { [name] = value, ["item_id"] = item.Text("id"), ["output_index"] = index, [$"{list}_index"] = 0 });
    }

    private IEnumerable<(string Block, bool IsText)> Arguments(JsonObject item, int index, ToolCall call)
    {
        foreach (var piece in ArgumentPieces(call)) yield return (Named("delta", "delta", piece), false);
        yield return (Named("done", "arguments", item["arguments"]!.DeepClone()), false);

        string Named(string type, string name, JsonNode value) => Event(
            $"response.function_call_arguments.{type}",
            new JsonObject { [name] = value, ["item_id"] = item.Text("id"), ["output_index"] = index });
    }

    private JsonArray Items()
    {
        var items = new JsonArray();
        if (Answer.Reasoning.Length > 0)
        {
            var summary = new JsonArray(new JsonObject { ["type"] = "summary_text", ["text"] = Answer.Reasoning });
            items.AddNode(new JsonObject
            {
                ["id"] = "rs_1",
                ["type"] = "reasoning",
                ["encrypted_content"] = "fake-encrypted",
                ["summary"] = summary,
            });
        }

        if (Answer.Pieces.Count > 0)
        {
            var content = new JsonArray(
                new JsonObject { ["type"] = "output_text", ["annotations"] = new JsonArray(), ["text"] = Answer.Text });
            items.AddNode(new JsonObject
            {
                ["id"] = "msg_1",
                ["type"] = "message",
                ["status"] = "completed",
                ["role"] = "assistant",
                ["content"] = content,
            });
        }

        for (var i = 0; i < Answer.ToolCalls.Count; i++)
        {
            var call = Answer.ToolCalls[i];
            items.AddNode(new JsonObject
            {
                ["id"] = $"fc_{i + 1}",
                ["type"] = "function_call",
                ["status"] = "completed",
                ["call_id"] = call.ToolCallId ?? "",
                ["name"] = call.Name,
                ["arguments"] = PythonJson.Spaced(call.Arguments),
            });
        }

        return items;
    }

    private JsonObject Response(string status, JsonArray output)
    {
        var response = new JsonObject
        {
            ["id"] = "resp_fake",
            ["object"] = "response",
            ["created_at"] = Created,
            ["status"] = status,
            ["error"] = null,
            ["model"] = Model,
            ["output"] = output,
            ["usage"] = status != FinalStatus ? null : new JsonObject
            {
                ["input_tokens"] = Answer.InputTokens,
                ["input_tokens_details"] = new JsonObject { ["cached_tokens"] = Answer.CachedTokens },
                ["output_tokens"] = Answer.OutputTokens,
                ["output_tokens_details"] = new JsonObject { ["reasoning_tokens"] = Answer.ReasoningTokens },
                ["total_tokens"] = Answer.InputTokens + Answer.OutputTokens,
            },
        };
        if (status == "incomplete") response["incomplete_details"] = new JsonObject { ["reason"] = IncompleteReason };
        return response;
    }

    private string Event(string type, JsonObject members)
    {
        members.Insert(0, "type", type);
        members.Insert(1, "sequence_number", sequence++);
        return $"event: {type}\n{Data(members)}";
    }
}
