using System.Text.Json.Nodes;
using Llm.Storage.Sqlite;

namespace Llm.Storage.Logs;

/// <summary>Rebuilds the messages of a conversation from the tables of versions before 0.32.</summary>
/// <remarks>
/// Unlike the Python tool, it also rebuilds attachments and the exceptions of tools. Those versions stored the path of a file as it was
/// given, so an attachment is left out if its file is missing or the path is relative to another directory.
/// </remarks>
/// <param name="database">The log.</param>
/// <param name="warn">Receives messages for the user about attachments that are left out.</param>
internal sealed class LegacyHistory(Database database, Action<string>? warn)
{
    /// <summary>Loads the messages of a conversation.</summary>
    public List<Message> Load(string conversation) => Load("conversation_id = ?1", conversation);

    /// <summary>Loads the messages up to and including one response, from the start of its conversation.</summary>
    public List<Message> LoadUpTo(string response) => Load(
        "id = ?1 OR id < ?1 AND conversation_id = (SELECT conversation_id FROM responses WHERE id = ?1)", response);

    private List<Message> Load(string condition, string value)
    {
        var rows = database.Query($"SELECT id, prompt, system, response FROM responses WHERE {condition} ORDER BY id", value)
            .Select(row => (Id: row.Text("id")!, Prompt: row.Text("prompt"), System: row.Text("system"), Response: row.Text("response")))
            .ToList();
        var messages = new List<Message>();
        foreach (var (id, prompt, system, response) in rows)
        {
            var instructions = Fragments("system_fragments", id).Append(system ?? "")
                .Select(text => text.Trim())
                .Where(text => text.Length > 0);
            Add(messages, Message.System(Text(string.Join("\n\n", instructions))));
            Add(messages, Message.Tool(Results(id)));
            var text = string.Join('\n', Fragments("prompt_fragments", id).Concat(string.IsNullOrEmpty(prompt) ? [] : [prompt]));
            var attachments = Attachments("prompt_attachments", "response_id", id).Select(item => new AttachmentPart(item));
            Add(messages, Message.User([.. Text(text), .. attachments]));
            Add(messages, Message.Assistant([.. Text(response), .. Calls(id)]));
        }

        return messages;
    }

    private static void Add(List<Message> messages, Message message)
    {
        if (message.Parts.Count > 0) messages.Add(message);
    }

    private static IEnumerable<Part> Text(string? text) => string.IsNullOrEmpty(text) ? [] : [new TextPart(text)];

    private List<string> Fragments(string table, string response) =>
    [
        .. database.Query(
            $"""
            SELECT fragments.content FROM {table} AS used JOIN fragments ON fragments.id = used.fragment_id
            WHERE used.response_id = ?1 ORDER BY used."order"
            """,
            response).Select(row => row.Text("content") ?? ""),
    ];

    private List<Attachment> Attachments(string table, string owner, object id) =>
    [
        .. database.Query(
            $"""
            SELECT {AttachmentRows.Columns}
            FROM {table} AS used JOIN attachments ON attachments.id = used.attachment_id WHERE used.{owner} = ?1 ORDER BY used."order"
            """,
            id).Select(AttachmentRows.Read).Select(Readable).OfType<Attachment>(),
    ];

    /// <summary>Returns the attachment in a form that can be read now; null if there is none.</summary>
    private Attachment? Readable(Attachment attachment)
    {
        if (attachment.Content is { IsEmpty: false } || (attachment.Path is { Length: > 0 } path && CanRead(path))) return attachment;
        if (attachment.Url is { Length: > 0 } url) return new Attachment { Id = attachment.Id, Type = attachment.Type, Url = url };
        warn?.Invoke(
            $"The attachment {attachment.Path ?? attachment.Id} of an earlier turn cannot be read, "
            + "so the conversation continues without it.");
        return null;
    }

    private static bool CanRead(string path)
    {
        try
        {
            using var file = File.OpenHandle(path);
            return true;
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private List<ToolCallPart> Calls(string response)
    {
        const string Sql = "SELECT name, arguments, tool_call_id FROM tool_calls WHERE response_id = ?1 ORDER BY tool_call_id";
        return [.. database.Query(Sql, response).Select(row => new ToolCallPart
        {
            Name = row.Text("name") ?? "",
            Arguments = row.Json("arguments") as JsonObject ?? [],
            ToolCallId = row.Text("tool_call_id"),
        })];
    }

    private List<Part> Results(string response)
    {
        const string Sql = "SELECT id, name, output, tool_call_id, exception FROM tool_results WHERE response_id = ?1 ORDER BY id";
        var results = new List<Part>();
        foreach (var row in database.Query(Sql, response))
        {
            results.Add(new ToolResultPart
            {
                Name = row.Text("name") ?? "",
                Output = row.Text("output") ?? "",
                ToolCallId = row.Text("tool_call_id"),
                Exception = row.Text("exception"),
                Attachments = [.. Attachments("tool_results_attachments", "tool_result_id", row.Integer("id")!.Value)],
            });
        }

        return results;
    }
}
