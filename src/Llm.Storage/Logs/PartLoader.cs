using System.Text.Json.Nodes;
using Llm.Json;
using Llm.Storage.Sqlite;

namespace Llm.Storage.Logs;

/// <summary>Reads the parts of many messages, and the fragments and attachments that they refer to, with one statement each.</summary>
internal static class PartLoader
{
    /// <summary>Loads the parts of messages, in order, by the hash of their message.</summary>
    public static ILookup<string, PartRow> Load(Database database, IEnumerable<string> messages) => database.Query(
        $"""
        SELECT parts.message_hash, {PartRow.Columns}
        FROM (SELECT value FROM json_each(?1)) AS wanted CROSS JOIN parts ON parts.message_hash = wanted.value
        ORDER BY parts.message_hash, parts.position
        """,
        IdList.Of(messages)).ToLookup(row => row.Text("message_hash")!, PartRow.Read);

    /// <summary>Loads the texts of the fragments that parts refer to, by row id.</summary>
    public static Dictionary<long, string> Fragments(Database database, IEnumerable<PartRow> parts)
    {
        var ids = parts.SelectMany(part => part.FragmentIds).ToHashSet();
        return ids.Count == 0
            ? []
            : database.Query("SELECT id, content FROM fragments WHERE id IN (SELECT value FROM json_each(?1))", IdList.Of(ids))
                .ToDictionary(row => row.Integer("id")!.Value, row => row.Text("content") ?? "");
    }

    /// <summary>Loads the messages of a chain with all their content.</summary>
    public static List<Message> Messages(Database database, MessageGraph graph, IReadOnlyList<string> chain)
    {
        var parts = Load(database, chain);
        var all = parts.SelectMany(message => message).ToList();
        var fragments = Fragments(database, all);
        var attachments = Attachments(database, all);
        return [.. chain.Select(hash =>
        {
            var node = graph.Find(hash)!;
            return new Message(node.Role, parts[hash].Select(part => ToPart(part, fragments, attachments)))
            {
                ProviderMetadata = JsonText.ParseOrNull(node.ProviderMetadata) as JsonObject,
            };
        })];
    }

    private static Part ToPart(PartRow stored, Dictionary<long, string> fragments, Dictionary<string, Attachment> attachments)
    {
        var part = Part.FromJson(stored.ToJson(fragments));
        // A missing attachment becomes an empty one, which verification detects.
        var found = stored.AttachmentIds.Select(id => attachments.GetValueOrDefault(id) ?? new Attachment { Id = id });
        return part switch
        {
            AttachmentPart => new AttachmentPart(found.FirstOrDefault()) { ProviderMetadata = part.ProviderMetadata },
            ToolResultPart result => new ToolResultPart
            {
                Name = result.Name,
                Output = result.Output,
                ToolCallId = result.ToolCallId,
                ServerExecuted = result.ServerExecuted,
                Exception = result.Exception,
                Attachments = [.. found],
                ProviderMetadata = result.ProviderMetadata,
            },
            _ => part,
        };
    }

    private static Dictionary<string, Attachment> Attachments(Database database, IEnumerable<PartRow> parts)
    {
        const string Sql = $"SELECT {AttachmentRows.Columns} FROM attachments WHERE id IN (SELECT value FROM json_each(?1))";
        var ids = parts.SelectMany(part => part.AttachmentIds).ToHashSet();
        return ids.Count == 0
            ? []
            : database.Query(
                $"SELECT {AttachmentRows.Columns} FROM attachments WHERE id IN (SELECT value FROM json_each(?1))", IdList.Of(ids))
                .ToDictionary(row => row.Text("id")!, AttachmentRows.Read);
    }
}
