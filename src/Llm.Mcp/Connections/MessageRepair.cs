using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Text.Unicode;
using Llm.Json;
using ModelContextProtocol.Protocol;

namespace Llm.Mcp;

/// <summary>
/// Reads what a server sends as messages of the protocol. The SDK drops everything that is not a proper message, and the request then
/// waits for its time limit; here, an answer is read where its meaning is plain, and otherwise ends its request as an error.
/// </summary>
/// <remarks>Thread-safe. The messages that it returns can be written as JSON and read by the SDK.</remarks>
internal sealed partial class MessageRepair(OpenRequests open)
{
    /// <summary>The code of an error that replaces an unreadable answer, whose text is the error's message.</summary>
    public const int UnreadableAnswer = -33001;

    private const int InternalError = -32603;

    /// <summary>The deepest nesting of a message that the SDK reads is 64.</summary>
    private const int MaxDepth = 60;
    private const int MaxWords = 500;
    private const int SearchedForId = 4096;

    /// <summary>Reads the messages of a text: one, several in a batch, or none if the text is something else.</summary>
    public IReadOnlyList<JsonRpcMessage> Read(ReadOnlyMemory<byte> text)
    {
        JsonNode? json;
        try
        {
            json = Utf8.IsValid(text.Span) ? JsonText.Parse(text.Span) : JsonText.Parse(Encoding.UTF8.GetString(text.Span));
        }
        catch (JsonException)
        {
            return Fail(text) is { } failure ? [failure] : [];
        }

        var objects = json is JsonArray batch ? batch.OfType<JsonObject>() : json is JsonObject single ? [single] : [];
        return [.. objects.Select(Read).OfType<JsonRpcMessage>()];
    }

    /// <summary>Ends the request whose id is in a text that is not JSON; returns null if there is none.</summary>
    public JsonRpcMessage? Fail(ReadOnlyMemory<byte> text)
    {
        var head = Encoding.UTF8.GetString(text.Span[..Math.Min(text.Length, SearchedForId)]);
        // Some servers write the id last.
        var tail = text.Length > SearchedForId ? Encoding.UTF8.GetString(text.Span[^SearchedForId..]) : "";
        if (!Marker().IsMatch(head) && !Marker().IsMatch(tail)) return null;
        return Id().Matches(head + tail).Select(match => long.Parse(match.Groups[1].Value)).Where(open.Contains).ToList() is [var id, ..]
            ? Fail(id, head)
            : null;
    }

    /// <summary>Ends a request with an error that shows what the server sent in place of an answer.</summary>
    public JsonRpcMessage Fail(long id, string words)
    {
        open.Take(id);
        return Error(id, UnreadableAnswer, words.Trim().Length > MaxWords ? words.Trim()[..MaxWords] + "…" : words.Trim(), null);
    }

    private JsonRpcMessage? Read(JsonObject json)
    {
        if (json["method"] is not null) return ReadRequest(json);
        if (!IsAnswer(json)) return null;
        if ((json.Number("id") ?? open.Only) is not { } id || open.Take(id) is not { } method) return null;
        if (json["error"] is { } error && !(IsEmpty(error) && json.ContainsKey("result"))) return ReadError(id, error);
        if (!json.ContainsKey("result") || !Fits(json["result"], MaxDepth)) return Fail(id, PythonJson.Spaced(json));
        var result = json["result"];
        json.Remove("result");
        if (method is "initialize" or "server/discover")
        {
            return Handshake.Read(method, result) is { } handshake
                ? new JsonRpcResponse { Id = new RequestId(id), Result = handshake }
                : Fail(id, PythonJson.Spaced(result));
        }

        // The SDK expects a text.
        if (result is JsonObject map && map.Text("resultType") is null) map.Remove("resultType");
        // The SDK does not read null as a result.
        return new JsonRpcResponse { Id = new RequestId(id), Result = result ?? new JsonObject() };
    }

    /// <summary>Whether an object is an answer, rather than a line of a log that is written as JSON.</summary>
    private static bool IsAnswer(JsonObject json) =>
        json.ContainsKey("jsonrpc")
            || (json.All(member => member.Key is "id" or "result" or "error") && (json.ContainsKey("result") || json.ContainsKey("error")));

    private static JsonRpcMessage? ReadRequest(JsonObject json)
    {
        if (!json.ContainsKey("jsonrpc") || json.Text("method") is not { } method || !Fits(json, MaxDepth)) return null;
        var parameters = (json["params"] as JsonObject)?.DeepClone();
        if (json["id"] is null) return new JsonRpcNotification { Method = method, Params = parameters };
        return (json.Text("id"), json.Number("id")) switch
        {
            ({ } text, _) => new JsonRpcRequest { Id = new RequestId(text), Method = method, Params = parameters },
            (_, { } number) => new JsonRpcRequest { Id = new RequestId(number), Method = method, Params = parameters },
            _ => null,
        };
    }

    private static JsonRpcError ReadError(long id, JsonNode error)
    {
        if (error is not JsonObject map) return Error(id, InternalError, Words(error), null);
        var code = map.Number("code") is { } number && (int)number == number ? (int)number : InternalError;
        var message = map.Scalar("message") is { Length: > 0 } text ? text : Words(error);
        return Error(id, code, message, map["data"] is JsonObject data && Fits(data, MaxDepth) ? data : null);
    }

    private static JsonRpcError Error(long id, int code, string message, JsonNode? data) => new()
    {
        Id = new RequestId(id),
        Error = new JsonRpcErrorDetail { Code = code, Message = message, Data = data?.ToElement() },
    };

    private static string Words(JsonNode error) =>
        error is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : PythonJson.Spaced(error);

    private static bool IsEmpty(JsonNode error) => error switch
    {
        JsonObject map => map.Count == 0,
        JsonArray list => list.Count == 0,
        JsonValue value => value.GetValueKind() == JsonValueKind.False || Words(value).Length == 0,
        _ => false,
    };

    private static bool Fits(JsonNode? json, int depth) => json switch
    {
        JsonObject map => depth > 0 && map.All(member => Fits(member.Value, depth - 1)),
        JsonArray list => depth > 0 && list.All(item => Fits(item, depth - 1)),
        _ => true,
    };

    [GeneratedRegex("""["']jsonrpc["']\s*:""")]
    private static partial Regex Marker();

    [GeneratedRegex("""["']id["']\s*:\s*["']?(\d{1,18})\b""")]
    private static partial Regex Id();
}
