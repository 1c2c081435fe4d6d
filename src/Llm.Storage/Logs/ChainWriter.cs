using System.Text.Json.Nodes;
using Llm.Json;
using Llm.Storage.Sqlite;

namespace Llm.Storage.Logs;

/// <summary>Stores messages and their parts; messages that are already stored are not changed.</summary>
internal sealed class ChainWriter(Database database)
{
    /// <summary>A message with its hash and that of its predecessor.</summary>
    public sealed record Link(string Hash, string? Parent, Message Message);

    /// <summary>Hashes consecutive messages. This needs no database, so no lock is held in the meantime.</summary>
    public static List<Link> Hash(IEnumerable<Message> messages, string? parent)
    {
        var links = new List<Link>();
        foreach (var message in messages)
        {
            links.Add(new Link(MessageHash.Compute(message, parent), parent, message));
            parent = links[^1].Hash;
        }

        return links;
    }

    /// <summary>Stores the messages of a chain that are new.</summary>
    /// <param name="chain">The messages, oldest first.</param>
    /// <param name="fragments">The fragments to which stored texts may refer.</param>
    public void Write(IReadOnlyList<Link> chain, IReadOnlyList<FragmentText> fragments)
    {
        foreach (var link in chain)
        {
            if (!IsStored(link.Hash)) WriteMessage(link, fragments);
        }
    }

    private bool IsStored(string hash) => database.QueryInteger("SELECT 1 FROM messages WHERE hash = ?1", hash) is not null;

    private void WriteMessage(Link link, IReadOnlyList<FragmentText> fragments)
    {
        database.Execute(
            "INSERT INTO messages (hash, parent_hash, role, provider_metadata) VALUES (?1, ?2, ?3, ?4)",
            link.Hash,
            link.Parent,
            link.Message.Role,
            link.Message.ProviderMetadata is { Count: > 0 } metadata ? PythonJson.Spaced(metadata) : null);
        for (var i = 0; i < link.Message.Parts.Count; i++) WritePart(link.Hash, i, link.Message.Parts[i], fragments);
    }

    private void WritePart(string hash, int position, Part part, IReadOnlyList<FragmentText> fragments)
    {
        // A large text is not searched for fragments if there are none, so that it can stay UTF-8.
        var large = fragments.Count == 0 ? (part as TextPart)?.Utf8 : null;
        if (large is not null) part = new TextPart().WithMetadata(part.ProviderMetadata);
        var payload = PartJson.Write(part, attachment => new JsonObject { ["id"] = AttachmentIdentity.RowId(attachment) });
        var type = payload.Text("type")!;
        payload.Remove("type");
        var text = payload.Text("text");
        payload.Remove("text");
        List<long> used = [];
        if (text is not null && TextReferences.Encode(text, fragments, out used) is { } pieces)
        {
            payload["text_ref"] = pieces;
            text = null;
        }

        database.Execute(
            "INSERT INTO parts (message_hash, position, type, tool_name, text, payload) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            hash,
            position,
            type,
            payload.Text("name"),
            (object?)large ?? text,
            payload.Count == 0 ? null : PythonJson.Spaced(payload));
        var id = database.LastInsertRowId;
        for (var order = 0; order < used.Count; order++)
            database.Execute("INSERT INTO part_fragments (part_id, fragment_id, \"order\") VALUES (?1, ?2, ?3)", id, used[order], order);
        var next = 0;
        foreach (var attachment in PartJson.Attachments(part))
        {
            database.Execute(
                "INSERT INTO part_attachments (part_id, attachment_id, \"order\") VALUES (?1, ?2, ?3)",
                id,
                AttachmentRows.Ensure(database, attachment),
                next++);
        }
    }
}
