using System.Text.Json.Nodes;
using Llm.Json;
using Llm.Web.Answers;

namespace Llm.Web.Page;

/// <summary>What the page asks for when the user sends a message.</summary>
internal sealed record AnswerRequest
{
    /// <summary>The model, an alias or <c>template:NAME</c>; null for that of the conversation or of the server.</summary>
    public string? Model { get; init; }

    /// <summary>The text; null to ask again.</summary>
    public string? Text { get; init; }

    /// <summary>The instructions, for a new conversation.</summary>
    public string? System { get; init; }

    /// <summary>The options of the model by name.</summary>
    public required IReadOnlyDictionary<string, JsonNode?> Options { get; init; }

    /// <summary>The files that go with the text.</summary>
    public required IReadOnlyList<Attachment> Attachments { get; init; }

    /// <summary>The conversation that is continued; null for none.</summary>
    public string? Conversation { get; init; }

    /// <summary>The logged turn after which a new conversation begins; null for none.</summary>
    public string? Turn { get; init; }

    /// <summary>The index of the message of the user that this one replaces, in a branch; null for none.</summary>
    public int? Edit { get; init; }

    /// <summary>The index of the answer that is given again, in a branch; null for none.</summary>
    public int? Retry { get; init; }

    /// <summary>Reads the body of a request.</summary>
    /// <exception cref="ServedException">It cannot be understood.</exception>
    public static AnswerRequest Read(JsonObject body) => new()
    {
        Model = NotEmpty(body.Text("model")),
        Text = NotEmpty(body.Text("text")),
        System = NotEmpty(body.Text("system")),
        Options = ReadOptions(body.Text("options") ?? ""),
        Attachments =
        [
            .. (body["attachments"] as JsonArray ?? []).OfType<JsonObject>()
                .Select(file => ContentReader.FromBase64(file.Text("data"), NotEmpty(file.Text("type")))),
        ],
        Conversation = NotEmpty(body.Text("conversation")),
        Turn = NotEmpty(body.Text("turn")),
        Edit = body.Integer("edit"),
        Retry = body.Integer("retry"),
    };

    private static string? NotEmpty(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;

    /// <summary>Reads lines of <c>name=value</c>.</summary>
    private static Dictionary<string, JsonNode?> ReadOptions(string lines)
    {
        var options = new Dictionary<string, JsonNode?>();
        foreach (var line in lines.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Split('=', 2, StringSplitOptions.TrimEntries) is not [{ Length: > 0 } name, var value])
                throw ServedException.BadRequest($"Write an option as name=value, not as: {line}");
            options[name] = value;
        }

        return options;
    }
}
