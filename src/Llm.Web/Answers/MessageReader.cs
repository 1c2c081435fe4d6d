using System.Text.Json.Nodes;
using Llm.Json;

namespace Llm.Web.Answers;

/// <summary>Puts the messages of a request together, as the log and the models have them.</summary>
internal sealed class MessageReader
{
    private readonly List<Message> messages = [];
    private readonly List<string> instructions = [];
    private readonly Dictionary<string, string> callNames = [];

    /// <summary>Adds instructions: those before the first message become one, which the models need.</summary>
    public void AddInstructions(string text)
    {
        if (text.Length == 0) return;
        if (messages.Count == 0) instructions.Add(text);
        else messages.Add(Message.System(text));
    }

    /// <summary>Adds what the user says.</summary>
    public void AddUser(IReadOnlyList<Part> parts)
    {
        if (parts.Count > 0) messages.Add(Message.User(parts));
    }

    /// <summary>Adds a part of the model's answer: reasoning, text or a call.</summary>
    public void AddAssistant(Part part) => AddTo(Message.AssistantRole, part);

    /// <summary>Adds a call of the model's.</summary>
    /// <param name="id">The id that joins it to its result.</param>
    /// <param name="name">The name of the tool.</param>
    /// <param name="arguments">The arguments, as text or as an object.</param>
    public void AddCall(string? id, string name, JsonNode? arguments)
    {
        if (id is not null) callNames[id] = name;
        AddAssistant(new ToolCallPart { ToolCallId = id, Name = name, Arguments = ReadArguments(arguments) });
    }

    /// <summary>Adds the result of a call; several in a row are one message.</summary>
    /// <param name="id">The id of the call.</param>
    /// <param name="output">The text of the result.</param>
    /// <param name="attachments">Its attachments, such as images.</param>
    /// <param name="name">The name of the tool, if the client sends it; it is known from the call otherwise.</param>
    public void AddResult(string? id, string output, IReadOnlyList<Attachment> attachments, string? name = null) => AddTo(
        Message.ToolRole,
        new ToolResultPart
        {
            ToolCallId = id,
            Name = name ?? (id is null ? null : callNames.GetValueOrDefault(id)) ?? "",
            Output = output,
            Attachments = attachments,
        });

    /// <summary>The messages, instructions first.</summary>
    /// <exception cref="ServedException">There are none.</exception>
    public IReadOnlyList<Message> Read()
    {
        if (messages.Count == 0) throw ServedException.BadRequest("There is no message to answer.");
        return instructions.Count == 0 ? messages : [Message.System(string.Join("\n\n", instructions)), .. messages];
    }

    private void AddTo(string role, Part part)
    {
        if (messages is [.., var last] && last.Role == role) messages[^1] = new Message(role, [.. last.Parts, part]);
        else messages.Add(new Message(role, part));
    }

    private static JsonObject ReadArguments(JsonNode? arguments) => arguments switch
    {
        JsonObject json => (JsonObject)json.DeepClone(),
        JsonValue text when JsonText.ParseOrNull(text.ToString()) is JsonObject json => json,
        JsonValue text when text.ToString().Length > 0 => new JsonObject { ["_raw"] = text.ToString() },
        _ => [],
    };
}
