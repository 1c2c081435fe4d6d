using System.Text.Json.Nodes;
using Llm.Storage.Sqlite;

namespace Llm.Storage.Logs;

/// <summary>Rebuilds the messages of a conversation from the tables of versions before 0.32.</summary>
/// <remarks>Attachments and the exceptions of tools are rebuilt too, which the Python tool leaves out.</remarks>
internal static class LegacyHistory
{
    /// <summary>The messages of a conversation.</summary>
    public static List<Message> Load(Database database, string conversation) => Load(database, "conversation_id = ?1", conversation);

    /// <summary>The messages up to one response: those that came before in its conversation, and its own.</summary>
    public static List<Message> LoadUpTo(Database database, string response) => Load(
        database, "id = ?1 OR id < ?1 AND conversation_id = (SELECT conversation_id FROM responses WHERE id = ?1)", response);

    private static List<Message> Load(Database database, string condition, string value)
    {
        var rows = database.Query($"SELECT id, prompt, system, response FROM responses WHERE {condition} ORDER BY id", value)
            .Select(row => (Id: row.Text(0)!, Prompt: row.Text(1), System: row.Text(2), Response: row.Text(3))).ToList();
        var messages = new List<Message>();
        foreach (var (id, prompt, system, response) in rows)
        {
            var instructions = string.Join("\n\n", Fragments(database, "system_fragments", id).Append(system ?? "")
                .Select(text => text.Trim()).Where(text => text.Length > 0));
            Add(messages, Message.System(Text(instructions)));
            Add(messages, Message.Tool(Results(database, id)));
            var text = string.Join('\n', Fragments(database, "prompt_fragments", id).Concat(string.IsNullOrEmpty(prompt) ? [] : [prompt]));
            var attachments = Attachments(database, "prompt_attachments", "response_id", id).Select(item => new AttachmentPart(item));
            Add(messages, Message.User([.. Text(text), .. attachments]));
            Add(messages, Message.Assistant([.. Text(response), .. Calls(database, id)]));
        }

        return messages;
    }

    private static void Add(List<Message> messages, Message message)
    {
        if (message.Parts.Count > 0) messages.Add(message);
    }

    private static IEnumerable<Part> Text(string? text) => string.IsNullOrEmpty(text) ? [] : [new TextPart(text)];

    private static List<string> Fragments(Database database, string table, string response) =>
    [
        .. database.Query(
            $"""
            SELECT fragments.content FROM {table} AS used JOIN fragments ON fragments.id = used.fragment_id
            WHERE used.response_id = ?1 ORDER BY used."order"
            """,
            response).Select(row => row.Text(0) ?? ""),
    ];

    private static List<Attachment> Attachments(Database database, string table, string owner, object id) =>
    [
        .. database.Query(
            $"""
            SELECT attachments.id, attachments.type, attachments.path, attachments.url, attachments.content
            FROM {table} AS used JOIN attachments ON attachments.id = used.attachment_id WHERE used.{owner} = ?1 ORDER BY used."order"
            """,
            id).Select(AttachmentRow.Read),
    ];

    private static List<ToolCallPart> Calls(Database database, string response) => database.Query(
        "SELECT name, arguments, tool_call_id FROM tool_calls WHERE response_id = ?1 ORDER BY tool_call_id",
        response).Select(row => new ToolCallPart
        {
            Name = row.Text(0) ?? "",
            Arguments = StoredJson.Parse(row.Text(1)) as JsonObject ?? [],
            ToolCallId = row.Text(2),
        }).ToList();

    private static IEnumerable<Part> Results(Database database, string response) => database.Query(
        "SELECT id, name, output, tool_call_id, exception FROM tool_results WHERE response_id = ?1 ORDER BY id",
        response).Select(row => (Id: row.Integer(0)!.Value, Part: new ToolResultPart
        {
            Name = row.Text(1) ?? "",
            Output = row.Text(2) ?? "",
            ToolCallId = row.Text(3),
            Exception = row.Text(4),
        })).ToList().Select(item =>
        {
            foreach (var attachment in Attachments(database, "tool_results_attachments", "tool_result_id", item.Id))
                item.Part.Attachments.Add(attachment);
            return item.Part;
        });
}
