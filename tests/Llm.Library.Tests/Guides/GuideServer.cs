using System.Text.Json.Nodes;
using Llm.Testing;

namespace Llm.Library.Tests.Guides;

/// <summary>What the fake server says to the guides: values that follow a schema, a call of the first tool, or an echo.</summary>
internal static class GuideServer
{
    public static FakeReply Reply(RecordedRequest request)
    {
        if (request.Body.IsEmpty || request.Path.EndsWith("/audio/transcriptions", StringComparison.Ordinal)
            || request.Body.Span.IndexOf("REPLY "u8) >= 0) return EchoScript.Reply(request);
        var body = request.Json;
        var schema = (body["response_format"] as JsonObject)?["json_schema"]?["schema"] ?? body["text"]?["format"]?["schema"];
        if (schema is JsonObject wanted) return FakeAnswer.FromPieces(Value(wanted).ToJsonString()).ReplyTo(request);
        var isAnswered = body["messages"] is JsonArray messages && messages.Any(message => (string?)message!["role"] == "tool");
        if (!isAnswered && body["tools"] is JsonArray { Count: > 0 } tools && tools[0]!["function"] is JsonObject function)
        {
            var call = new ToolCall(function["name"]!.GetValue<string>(), Value(function["parameters"]!.AsObject()).AsObject(), "call_1");
            return new FakeAnswer { ToolCalls = [call] }.ReplyTo(request);
        }

        return EchoScript.Reply(request);
    }

    /// <summary>A small value that follows the schema.</summary>
    public static JsonNode Value(JsonObject schema)
    {
        if (schema["enum"] is JsonArray words) return words[0]!.DeepClone();
        var type = schema["type"] is JsonArray several ? several[0]!.GetValue<string>() : schema["type"]?.GetValue<string>();
        switch (type)
        {
            case "object":
                var members = new JsonObject();
                foreach (var (name, member) in schema["properties"] as JsonObject ?? []) members[name] = Value(member!.AsObject());
                return members;
            case "array":
                return new JsonArray(Value(schema["items"]!.AsObject()));
            case "integer":
                return 3;
            case "number":
                return 0.5;
            case "boolean":
                return true;
            default:
                return "Cleo";
        }
    }
}
