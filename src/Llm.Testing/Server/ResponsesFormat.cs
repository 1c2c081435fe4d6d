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
        yield return (Event("response.created", "response", Response("in_progress", [])), false);
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
            yield return (Event("response.output_item.added", "item", started, null, i), false);
            var id = item.Text("id");
            foreach (var (kind, piece) in Pieces(item, i))
            {
                yield return (Event(kind, "delta", piece, id, i), kind == "response.output_text.delta");
            }

            yield return (Event("response.output_item.done", "item", item.DeepClone(), null, i), false);
        }

        yield return (Event($"response.{FinalStatus}", "response", Response(FinalStatus, items)), false);
    }

    private IEnumerable<(string Kind, string Piece)> Pieces(JsonObject item, int index) => item.Text("type") switch
    {
        "reasoning" => FakeAnswer.Split(Answer.Reasoning).Select(piece => ("response.reasoning_summary_text.delta", piece)),
        "message" => Answer.Pieces.Select(piece => ("response.output_text.delta", piece)),
        _ => ArgumentPieces(Answer.ToolCalls[index - (Answer.Reasoning.Length > 0 ? 1 : 0) - (Answer.Pieces.Count > 0 ? 1 : 0)])
            .Select(piece => ("response.function_call_arguments.delta", piece)),
    };

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

    private string Event(string type, string name, JsonNode value, string? itemId = null, int? index = null)
    {
        var data = new JsonObject { ["type"] = type, ["sequence_number"] = sequence++, [name] = value };
        if (itemId is not null) data["item_id"] = itemId;
        if (index is not null) data["output_index"] = index;
        return $"event: {type}\n{Data(data)}";
    }
}
