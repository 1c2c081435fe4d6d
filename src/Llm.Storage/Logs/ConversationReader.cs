using Llm.Storage.Sqlite;

namespace Llm.Storage.Logs;

/// <summary>Loads conversations, from the current tables and from those of versions before 0.32.</summary>
/// <param name="database">The log.</param>
/// <param name="warn">Receives messages for the user about attachments that are left out.</param>
internal sealed class ConversationReader(Database database, Action<string>? warn = null)
{
    /// <summary>Finds the greatest id among threads and legacy conversations.</summary>
    public string? NewestId() => database.QueryText(
        "SELECT max(id) FROM (SELECT max(id) AS id FROM threads UNION ALL SELECT max(id) FROM conversations)");

    /// <summary>Finds the id of the conversation of the newest turn.</summary>
    public string? OfNewestTurn() => database.QueryText(
        """
        SELECT conversation FROM (
            SELECT * FROM (SELECT id, thread_id AS conversation FROM turns ORDER BY id DESC LIMIT 1)
            UNION ALL SELECT * FROM (SELECT id, conversation_id FROM responses ORDER BY id DESC LIMIT 1)
        ) ORDER BY id DESC LIMIT 1
        """);

    /// <summary>Lists conversations by their newest turn, newest first.</summary>
    public List<ConversationSummary> List(IReadOnlyCollection<string> words, int? limit)
    {
        // A thread that continues a legacy conversation is named after its own first prompt; the older name is used, as in Load.
        const string Name = "coalesce(conversations.name, threads.name)";
        var conditions = words.Select((_, i) => $" AND instr(lower({Name}), lower(?{i + 1})) > 0");
        // A response that is also a turn counts once.
        var sql = $"""
            WITH calls AS (
                SELECT id, thread_id AS conversation, model, datetime_utc FROM turns
                UNION ALL SELECT id, conversation_id, model, datetime_utc FROM responses WHERE id NOT IN (SELECT id FROM turns))
            SELECT calls.conversation AS id, {Name} AS name, calls.model, count(*) AS turns, calls.datetime_utc, max(calls.id) AS newest
            FROM calls LEFT JOIN threads ON threads.id = calls.conversation LEFT JOIN conversations ON conversations.id = calls.conversation
            WHERE calls.conversation IS NOT NULL{string.Concat(conditions)}
            GROUP BY calls.conversation ORDER BY newest DESC{(limit is { } most ? $" LIMIT {most}" : "")}
            """;
        return [.. database.Query(sql, [.. words]).Select(ConversationSummary.Read)];
    }

    /// <summary>Finds the newest conversations whose ids begin with a prefix, newest first.</summary>
    public List<ConversationName> Find(string prefix, int count)
    {
        // A range, because LIKE would not use the index of ids.
        const string Newest = "WHERE id >= ?1 AND id < ?1 || char(0x10FFFF) ORDER BY id DESC LIMIT ?2";
        return [.. database.Query(
            $"""
            SELECT id, name, max(legacy) FROM (
                SELECT * FROM (SELECT id, name, 0 AS legacy FROM threads {Newest})
                UNION ALL
                SELECT * FROM (SELECT id, name, 1 FROM conversations {Newest})
            ) GROUP BY id ORDER BY id DESC LIMIT ?2
            """,
            prefix,
            count).Select(row => new ConversationName { Id = row.Text("id")!, Name = row.Text("name") })];
    }

    /// <summary>Loads a conversation; returns null if there is no conversation with this id.</summary>
    public LoggedConversation? Load(string id)
    {
        var legacy = database.Query("SELECT name, model FROM conversations WHERE id = ?1", id)
            .Select(row => new Stored(row.Text("name"), row.Text("model")))
            .ToList();
        var thread = database.Query("SELECT name, tip_message_hash FROM threads WHERE id = ?1", id)
            .Select(row => new Stored(row.Text("name"), row.Text("tip_message_hash")))
            .ToList();
        var name = legacy.Count > 0 ? legacy[0].Name : thread.Count > 0 ? thread[0].Name : null;
        var model = legacy.Count > 0
            ? legacy[0].Detail
            : database.QueryText("SELECT model FROM turns WHERE thread_id = ?1 ORDER BY id DESC LIMIT 1", id);
        // A thread without a turn has no model to continue with.
        if (legacy.Count == 0 && (thread.Count == 0 || model is null)) return null;

        var messages = thread.Count > 0 ? Chain(thread[0].Detail) : new LegacyHistory(database, warn).Load(id);
        return new LoggedConversation
        {
            Id = id,
            Name = name,
            ModelId = model,
            Messages = messages,
            Tools = [.. (thread.Count > 0 ? ThreadTools(id) : LegacyTools(id)).Distinct()],
            IsLegacy = thread.Count == 0,
        };
    }

    /// <summary>Loads the messages of a chain, oldest first.</summary>
    /// <exception cref="LlmException">One of them is missing.</exception>
    public List<Message> Chain(string? tip)
    {
        if (tip is null) return [];
        var graph = MessageGraph.Load(database, [tip]);
        var chain = graph.Chain(tip);
        var missing = chain.Count == 0 ? tip : graph.Find(chain[0])!.Parent;
        if (missing is not null)
        {
            throw new LlmException(
                $"The log database {database.Path} lacks the message {missing}, "
                + "so this conversation cannot be continued. Start a new one.");
        }

        return PartLoader.Messages(database, graph, chain);
    }

    private IEnumerable<string> ThreadTools(string thread)
    {
        const string Sql = """
            SELECT tools.name, tools.plugin, turn_tools.instance_id, tool_instances.name AS instance_name, tool_instances.arguments
            FROM turn_tools JOIN tools ON tools.id = turn_tools.tool_id
            LEFT JOIN tool_instances ON tool_instances.id = turn_tools.instance_id
            WHERE turn_tools.turn_id = (SELECT id FROM turns WHERE thread_id = ?1 ORDER BY id LIMIT 1)
            ORDER BY turn_tools.tool_id
            """;
        return database.Query(Sql, thread).Select(Name).OfType<string>();

        static string? Name(Statement row) => row.IsNull("instance_id")
            ? PluginTool(row)
            : Specification(row.Text("instance_name") ?? row.Text("name") ?? "", row.Text("arguments"));
    }

    private IEnumerable<string> LegacyTools(string conversation)
    {
        const string Sql = """
            SELECT tools.name, tools.plugin FROM tool_responses AS used JOIN tools ON tools.id = used.tool_id
            WHERE used.response_id = (SELECT id FROM responses WHERE conversation_id = ?1 ORDER BY id LIMIT 1)
            ORDER BY tools.id
            """;
        return database.Query(Sql, conversation).Select(PluginTool).OfType<string>();
    }

    /// <summary>Returns the name of a plugin's tool; null for functions that were given as text, which cannot be created again.</summary>
    private static string? PluginTool(Statement row) => row.IsNull("plugin") ? null : row.Text("name") ?? "";

    /// <summary>Formats a toolbox or server-side tool with the recorded arguments, as <c>-T</c> accepts it.</summary>
    private static string Specification(string name, string? arguments) => arguments is null or "" or "{}" ? name : $"{name}({arguments})";

    /// <summary>The name of a conversation with its model, or with the hash of its last message.</summary>
    private sealed record Stored(string? Name, string? Detail);
}
