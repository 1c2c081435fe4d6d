using System.Text.Json;
using Llm.Json;

namespace Llm.Providers.Http;

/// <summary>An error as a server describes it; the members that it does not have are null.</summary>
internal sealed record ServerError(string? Message, string? Code, string? Type)
{
    /// <summary>Members that hold the words of an error and nothing else.</summary>
    private static readonly string[] ErrorWords = ["error_message", "error_msg", "errorMessage", "errmsg", "err_msg"];

    /// <summary>Members that hold the words of an error if the object is one.</summary>
    private static readonly string[] Words = ["message", "detail", "msg", .. ErrorWords, "errors", "error_description", "reason", "title"];

    private static readonly string[] FailureWords = ["err", "exception", "fail"];

    /// <summary>Finds the error that an object of any dialect reports beside, or instead of, an answer; null if there is none.</summary>
    /// <remarks>
    /// An <c>error</c> that is empty (<c>""</c>, <c>{}</c>, <c>[]</c>, <c>false</c>, <c>0</c>, null) is none. Gemini puts the object in a
    /// list, vLLM marks it by its <c>object</c>, Anthropic and others by its <c>type</c>, Baidu and MiniMax only by members of their own.
    /// </remarks>
    public static ServerError? Find(JsonElement data)
    {
        if (data.ValueKind == JsonValueKind.Array)
            return data.GetArrayLength() > 0 && data[0].ValueKind == JsonValueKind.Object ? Find(data[0]) : null;
        if (data.ValueKind != JsonValueKind.Object) return null;
        if (data.TryGetProperty("error", out var error) && !IsEmpty(error)) return Read(data);
        if (data.Text("object") is "error" || data.Text("type") is "error" || ErrorWords.Any(name => data.Text(name) is { Length: > 0 }))
            return Read(data);
        var state = data.Object("base_resp");
        return state.Integer("status_code") is { } code and not 0 ? new ServerError(state.Text("status_msg"), $"{code}", null) : null;
    }

    /// <summary>
    /// Finds an error in an object that is no part of an answer, so that its words can only be those of an error; null if it has none.
    /// </summary>
    public static ServerError? FindFlat(JsonElement data)
    {
        if (data.ValueKind != JsonValueKind.Object) return null;
        var error = Read(data);
        // A type that names something else is an event that is not known.
        var isOther = error.Type is { } type
            && !FailureWords.Any(word => type.Contains(word, StringComparison.OrdinalIgnoreCase));
        return error.Message is null || (isOther && !data.TryGetProperty("code", out _)) ? null : error;
    }

    /// <summary>Reads the forms of OpenAI, Anthropic, Gemini, Mistral, Ollama and servers built with FastAPI.</summary>
    public static ServerError Read(JsonElement body)
    {
        if (body is { ValueKind: JsonValueKind.Array } && body.GetArrayLength() > 0) body = body[0];
        if (body.ValueKind != JsonValueKind.Object) return new ServerError(null, null, null);
        var error = body;
        if (body.TryGetProperty("error", out var given) && !IsEmpty(given))
        {
            if (given.ValueKind == JsonValueKind.Object) error = given;
            else if (WordsOf(given) is { } text) return new ServerError(text, body.Text("code"), body.Text("type"));
        }

        var message = Words
            .Select(name => error.TryGetProperty(name, out var value) ? WordsOf(value) : null)
            .FirstOrDefault(text => text is not null)
            ?? (given.ValueKind == JsonValueKind.Object && error.TryGetProperty("error", out var inner) && !IsEmpty(inner)
                ? Read(error).Message
                : null);
        return new ServerError(
            WithCause(message, error.Object("metadata")),
            error.Text("code") is { Length: > 0 } code ? code : ReasonIn(error),
            error.Text("type") ?? error.Text("error_type") ?? error.Text("status"));
    }

    /// <summary>The reason that Google puts into the details of an error (google.rpc.ErrorInfo), beside a number as the code.</summary>
    private static string? ReasonIn(JsonElement error)
    {
        foreach (var detail in error.Items("details"))
        {
            if (detail.Text("reason") is { Length: > 0 } reason) return reason;
        }

        return null;
    }

    /// <summary>The words of a gateway with those of the provider behind it, which OpenRouter puts in <c>metadata.raw</c>.</summary>
    private static string? WithCause(string? message, JsonElement metadata)
    {
        if (metadata.ValueKind != JsonValueKind.Object || !metadata.TryGetProperty("raw", out var raw)) return message;
        var cause = raw.ValueKind == JsonValueKind.String ? raw.GetString()!.Trim() : IsEmpty(raw) ? "" : raw.GetRawText();
        return cause.Length == 0 ? message : message is null ? cause : $"{message}: {cause}";
    }

    /// <summary>The words of a text, of an object, or of a list of either, as FastAPI sends for invalid requests.</summary>
    private static string? WordsOf(JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.String:
                return value.GetString()!.Trim() is { Length: > 0 } text ? text : null;
            case JsonValueKind.Object:
                return Read(value).Message ?? (IsEmpty(value) ? null : value.GetRawText());
            case JsonValueKind.Array:
                var all = value.EnumerateArray().Select(WordsOf).OfType<string>().ToList();
                return all.Count > 0 ? string.Join("; ", all) : null;
            default:
                return null;
        }
    }

    private static bool IsEmpty(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => string.IsNullOrWhiteSpace(value.GetString()),
        JsonValueKind.Object => !value.EnumerateObject().MoveNext(),
        JsonValueKind.Array => value.GetArrayLength() == 0,
        JsonValueKind.Number => value.TryGetInt32(out var number) && number == 0,
        JsonValueKind.True => false,
        _ => true,
    };
}
