using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Llm.Web.Answers;

namespace Llm.Web.OpenAI;

/// <summary>Answers of the Responses interface.</summary>
/// <remarks>Every item has an id and every text its annotations, because each of several programs needs another one of them.</remarks>
/// <param name="previousTurn">The turn that the answer follows; null if there is none.</param>
internal sealed class ResponsesFormat(string? previousTurn) : IAnswerFormat
{
    private const string IdPrefix = "resp_";
    private const string InProgress = "in_progress";
    private const string Completed = "completed";

    public bool StreamsLines => false;

    /// <summary>The turn of the log that a response id stands for.</summary>
    public static string TurnOf(string responseId) =>
        responseId.StartsWith(IdPrefix, StringComparison.Ordinal) ? responseId[IdPrefix.Length..] : responseId;

    public JsonObject Whole(ServedAnswer answer, AnswerResult result)
    {
        var output = new JsonArray();
        if (result.Reasoning.Length > 0) output.Add(ReasoningItem(ItemId(answer, "rs", 0), result.Reasoning));
        var text = result.Text + MadeFiles.AsMarkdown(result);
        if (text.Length > 0 || result.Calls.Count == 0) output.Add(MessageItem(ItemId(answer, "msg", output.Count), text, Completed));
        foreach (var call in result.Calls) output.Add(CallItem(ItemId(answer, "fc", output.Count), call, Completed));
        return Describe(answer, output, result);
    }

    public IAnswerStream Stream(ServedAnswer answer, EventOutput output) => new ResponsesStream(this, answer, output);

    private static string ItemId(ServedAnswer answer, string kind, int index) => $"{kind}_{answer.Id}_{index}";

    private static JsonObject MessageItem(string id, string? text, string status) => new()
    {
        ["type"] = "message",
        ["id"] = id,
        ["status"] = status,
        ["role"] = "assistant",
        ["content"] = text is null ? new JsonArray() : new JsonArray(TextPart(text)),
    };

    private static JsonObject TextPart(string text) =>
        new() { ["type"] = "output_text", ["text"] = text, ["annotations"] = new JsonArray(), ["logprobs"] = new JsonArray() };

    private static JsonObject ReasoningItem(string id, string? text) => new()
    {
        ["type"] = "reasoning",
        ["id"] = id,
        ["summary"] = text is null ? new JsonArray() : new JsonArray(SummaryPart(text)),
    };

    private static JsonObject SummaryPart(string text) => new() { ["type"] = "summary_text", ["text"] = text };

    private static JsonObject CallItem(string id, ToolCallPart call, string status) => new()
    {
        ["type"] = "function_call",
        ["id"] = id,
        ["status"] = status,
        ["call_id"] = call.ToolCallId,
        ["name"] = call.Name,
        ["arguments"] = status == Completed ? CallText.ArgumentsOf(call) : "",
    };

    /// <summary>The response as a whole; without a result, as it is while it is under way or has failed.</summary>
    private JsonObject Describe(ServedAnswer answer, JsonArray output, AnswerResult? result, ServedError? error = null) => new()
    {
        ["id"] = IdPrefix + answer.Id,
        ["object"] = "response",
        ["created_at"] = answer.CreatedSeconds,
        ["status"] = error is not null ? "failed" : result is null ? InProgress : result.End.IsCutOff ? "incomplete" : Completed,
        ["error"] = error is null
            ? null
            : new JsonObject { ["code"] = OpenAIErrors.CodeOf(error.Kind) ?? "invalid_prompt", ["message"] = error.Message },
        ["incomplete_details"] = result?.End is not { IsCutOff: true } end
            ? null
            : new JsonObject { ["reason"] = end == FinishReason.Length ? "max_output_tokens" : "content_filter" },
        ["instructions"] = null,
        ["metadata"] = new JsonObject(),
        ["model"] = answer.Model,
        ["output"] = output,
        ["parallel_tool_calls"] = true,
        ["previous_response_id"] = previousTurn is null ? null : IdPrefix + previousTurn,
        ["temperature"] = null,
        ["text"] = new JsonObject { ["format"] = new JsonObject { ["type"] = "text" } },
        ["tool_choice"] = "auto",
        ["tools"] = new JsonArray(),
        ["top_p"] = null,
        ["usage"] = result is null ? null : OpenAIUsage.Responses(result),
    };

    private sealed class ResponsesStream(ResponsesFormat format, ServedAnswer answer, EventOutput output) : IAnswerStream
    {
        private readonly JsonArray items = [];
        private readonly StringBuilder open = new();
        private JsonEncodedText itemId;
        private string? kind;
        private int sequence;

        public void Begin()
        {
            WriteResponse("response.created", null);
            WriteResponse("response.in_progress", null);
        }

        public void Reasoning(string piece)
        {
            if (kind != "rs") Open("rs", id => ReasoningItem(id, null), "response.reasoning_summary_part", SummaryPart(""));
            WriteDelta("response.reasoning_summary_text.delta", "summary_index"u8, piece);
        }

        public void Text(string piece)
        {
            if (kind != "msg") Open("msg", id => MessageItem(id, null, InProgress), "response.content_part", TextPart(""));
            WriteDelta("response.output_text.delta", "content_index"u8, piece);
        }

        public void Call(ToolCallPart call)
        {
            Close();
            var id = ItemId(answer, "fc", items.Count);
            itemId = JsonEncodedText.Encode(id);
            WriteItem("response.output_item.added", CallItem(id, call, InProgress));
            var arguments = CallText.ArgumentsOf(call);
            Write("response.function_call_arguments.delta", json => json.WriteString("delta"u8, arguments));
            Write("response.function_call_arguments.done", json => json.WriteString("arguments"u8, arguments));
            WriteItem("response.output_item.done", CallItem(id, call, Completed));
        }

        public void End(AnswerResult result)
        {
            if (result.Attachments.Count > 0) Text(MadeFiles.AsMarkdown(result));
            // Programs take the text from the item, and an answer without one for none.
            if (items.Count == 0 && kind is null) Text("");
            Close();
            WriteResponse(result.End.IsCutOff ? "response.incomplete" : "response.completed", result);
        }

        public void Fail(ServedError error)
        {
            Close();
            // Some programs read only the first of the two events, others only the second.
            Write("error", json =>
            {
                json.WriteString("code"u8, OpenAIErrors.CodeOf(error.Kind));
                json.WriteString("message"u8, error.Message);
                json.WriteNull("param"u8);
            }, hasItem: false);
            WriteResponse("response.failed", null, error);
        }

        private void Open(string newKind, Func<string, JsonObject> create, string partEvent, JsonObject part)
        {
            Close();
            kind = newKind;
            var id = ItemId(answer, kind, items.Count);
            itemId = JsonEncodedText.Encode(id);
            WriteItem("response.output_item.added", create(id));
            WritePart(partEvent + ".added", part);
        }

        private void Close()
        {
            if (kind is null) return;
            var (text, id) = (open.ToString(), itemId.ToString());
            open.Clear();
            if (kind == "msg")
            {
                Write("response.output_text.done", json =>
                {
                    json.WriteNumber("content_index"u8, 0);
                    json.WriteString("text"u8, text);
                    WriteNoProbabilities(json);
                });
                WritePart("response.content_part.done", TextPart(text));
                WriteItem("response.output_item.done", MessageItem(id, text, Completed));
            }
            else
            {
                Write("response.reasoning_summary_text.done", json =>
                {
                    json.WriteNumber("summary_index"u8, 0);
                    json.WriteString("text"u8, text);
                });
                WritePart("response.reasoning_summary_part.done", SummaryPart(text));
                WriteItem("response.output_item.done", ReasoningItem(id, text));
            }

            kind = null;
        }

        private void WriteDelta(string type, ReadOnlySpan<byte> indexName, string piece)
        {
            open.Append(piece);
            var json = BeginEvent(type);
            WriteItemPosition(json);
            json.WriteNumber(indexName, 0);
            json.WriteString("delta"u8, piece);
            if (kind == "msg") WriteNoProbabilities(json);
            json.WriteEndObject();
            output.End();
        }

        private void WritePart(string type, JsonObject part) => Write(type, json =>
        {
            json.WriteNumber(kind == "msg" ? "content_index"u8 : "summary_index"u8, 0);
            json.WritePropertyName("part"u8);
            part.WriteTo(json);
        });

        private void WriteItem(string type, JsonObject item)
        {
            var json = BeginEvent(type);
            json.WriteNumber("output_index"u8, items.Count);
            json.WritePropertyName("item"u8);
            item.WriteTo(json);
            json.WriteEndObject();
            output.End();
            if (type.EndsWith("done", StringComparison.Ordinal)) items.Add(item);
        }

        private void WriteResponse(string type, AnswerResult? result, ServedError? error = null)
        {
            var json = BeginEvent(type);
            json.WritePropertyName("response"u8);
            format.Describe(answer, (JsonArray)items.DeepClone(), result, error).WriteTo(json);
            json.WriteEndObject();
            output.End();
        }

        private void Write(string type, Action<Utf8JsonWriter> write, bool hasItem = true)
        {
            var json = BeginEvent(type);
            if (hasItem) WriteItemPosition(json);
            write(json);
            json.WriteEndObject();
            output.End();
        }

        private Utf8JsonWriter BeginEvent(string type)
        {
            var json = output.Begin(type);
            json.WriteStartObject();
            json.WriteString("type"u8, type);
            json.WriteNumber("sequence_number"u8, sequence++);
            return json;
        }

        private void WriteItemPosition(Utf8JsonWriter json)
        {
            json.WriteString("item_id"u8, itemId);
            json.WriteNumber("output_index"u8, items.Count);
        }

        private static void WriteNoProbabilities(Utf8JsonWriter json)
        {
            json.WriteStartArray("logprobs"u8);
            json.WriteEndArray();
        }
    }
}
