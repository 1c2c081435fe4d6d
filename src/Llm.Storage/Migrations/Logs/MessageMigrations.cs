namespace Llm.Storage.Migrations.Logs;

/// <summary>Steps 23 to 27: messages, threads and turns, the tables of versions since 0.32.</summary>
internal static class MessageMigrations
{
    private static readonly string[] Tables =
    [
        "messages", "parts", "part_attachments", "part_fragments", "threads", "turns", "turn_tools", "turn_fragments", "turn_search",
        "tool_instantiations",
    ];

    public static IReadOnlyList<Migration> All { get; } =
    [
        // Adds the content-addressed message store: messages, their parts, threads and turns.
        new("m023_message_store", database =>
        {
            // Development versions of the Python tool created such tables with other columns, which cannot be converted safely.
            if (Array.Find(Tables, database.HasTable) is { } existing)
            {
                throw new LlmException(
                    $"The database {database.Path} has a table \"{existing}\" from an unfinished version of the message store. "
                    + "Rename that table or start with a new database, then try again.");
            }

            database.ExecuteScript(MessageStore);
            TextSearch.Create(database, "turn_search");
        }),

        // Stores each configured toolbox once, and lets turns and calls refer to it.
        new("m024_tool_instance_references", database =>
        {
            TableInfo.AddColumn(database, "turn_tools", "instance_id", "INTEGER");
            new TableRebuild("turn_tools").Reference("instance_id", "tool_instances", "id").Run(database);
            TableInfo.AddColumn(database, "tool_instantiations", "instance_id", "INTEGER");
            database.Execute("""
                INSERT INTO tool_instances (name, plugin, arguments)
                SELECT DISTINCT name, plugin, arguments FROM tool_instantiations AS used
                WHERE NOT EXISTS (
                    SELECT 1 FROM tool_instances AS known
                    WHERE known.name IS used.name AND known.plugin IS used.plugin AND known.arguments IS used.arguments)
                """);
            database.Execute("""
                UPDATE tool_instantiations SET instance_id = (
                    SELECT known.id FROM tool_instances AS known
                    WHERE known.name IS tool_instantiations.name AND known.plugin IS tool_instantiations.plugin
                        AND known.arguments IS tool_instantiations.arguments
                    ORDER BY known.id LIMIT 1)
                """);
            new TableRebuild("tool_instantiations")
                .Drop("name", "plugin", "arguments")
                .Reference("instance_id", "tool_instances", "id")
                .Run(database);
        }),

        // Gives tools from before step 24 the instance that served calls in the same thread, matched by the name of the toolbox.
        new("m025_turn_tools_instance_backfill", database => database.Execute("""
            UPDATE turn_tools SET instance_id = (
                SELECT used.instance_id
                FROM tool_instantiations AS used
                JOIN turns AS theirs ON theirs.id = used.turn_id
                JOIN turns AS ours ON ours.id = turn_tools.turn_id AND ours.thread_id = theirs.thread_id
                JOIN tool_instances AS instance ON instance.id = used.instance_id
                JOIN tools ON tools.id = turn_tools.tool_id
                WHERE tools.name = instance.name OR tools.name LIKE instance.name || '\_%' ESCAPE '\'
                LIMIT 1)
            WHERE instance_id IS NULL
            """)),

        // Adds a readable view of all conversations as trees.
        new("m026_message_tree_view", database =>
        {
            database.Execute("""
                CREATE VIEW "message_tree" AS with recursive msg as (
                  select m.hash, m.parent_hash, m.role, m.rowid as rid,
                    replace(coalesce(
                      nullif(p.text, ''),
                      (select f.content from part_fragments pf
                       join fragments f on f.id = pf.fragment_id
                       where pf.part_id = p.id
                       order by pf."order" limit 1),
                      '[' || coalesce(p.type, 'empty') || ']'
                    ), char(10), ' ') as text,
                    (select group_concat(p2.tool_name, ', ') from parts p2
                     where p2.message_hash = m.hash and p2.type = 'tool_result'
                       and p2.tool_name is not null) as tools
                  from messages m
                  left join parts p on p.message_hash = m.hash and p.position = 0
                ),
                tree as (
                  select hash, text, tools, 0 as depth,
                    printf('%012d', rid) as path, hash as root_hash
                  from msg where parent_hash is null
                  union all
                  select msg.hash, msg.text, msg.tools, t.depth + 1,
                    t.path || '/' || printf('%012d', msg.rid),
                    t.root_hash
                  from msg join tree t on msg.parent_hash = t.hash
                ),
                turn_chain as (
                  select t.id as turn_id, t.datetime_utc, m.hash, m.parent_hash
                  from turns t join messages m on m.hash = t.tip_message_hash
                  union all
                  select tc.turn_id, tc.datetime_utc, m.hash, m.parent_hash
                  from turn_chain tc join messages m on m.hash = tc.parent_hash
                )
                select
                  t.root_hash,
                  strftime('%Y-%m-%d %H:%M:%S',
                    (select min(tc.datetime_utc) from turn_chain tc where tc.hash = t.hash)
                  ) as datetime,
                  replace(hex(zeroblob(t.depth)), '00', '    ') || substr(t.text, 1, 60)
                    as message,
                  coalesce(t.tools, '') as tools,
                  t.hash as message_hash,
                  t.path
                from tree t
                order by t.path
                """);
        }),

        // Adds the condensed payload of the provider's answer.
        new("m027_turns_response_json", database => TableInfo.AddColumn(database, "turns", "response_json", "TEXT")),
    ];

    private const string MessageStore = """
        CREATE TABLE "messages" (
           "hash" TEXT PRIMARY KEY,
           "parent_hash" TEXT REFERENCES "messages"("hash"),
           "role" TEXT,
           "provider_metadata" TEXT
        );
        CREATE INDEX "idx_messages_parent_hash"
            ON "messages" ("parent_hash");
        CREATE TABLE "parts" (
           "id" INTEGER PRIMARY KEY,
           "message_hash" TEXT REFERENCES "messages"("hash"),
           "position" INTEGER,
           "type" TEXT,
           "tool_name" TEXT,
           "text" TEXT,
           "payload" TEXT
        );
        CREATE UNIQUE INDEX "idx_parts_message_hash_position"
            ON "parts" ("message_hash", "position");
        CREATE TABLE "part_attachments" (
           "part_id" INTEGER REFERENCES "parts"("id"),
           "attachment_id" TEXT REFERENCES "attachments"("id"),
           "order" INTEGER,
           PRIMARY KEY ("part_id", "attachment_id", "order")
        );
        CREATE TABLE "part_fragments" (
           "part_id" INTEGER REFERENCES "parts"("id"),
           "fragment_id" INTEGER REFERENCES "fragments"("id"),
           "order" INTEGER,
           PRIMARY KEY ("part_id", "fragment_id", "order")
        );
        CREATE INDEX "idx_part_fragments_fragment_id"
            ON "part_fragments" ("fragment_id");
        CREATE TABLE "threads" (
           "id" TEXT PRIMARY KEY,
           "name" TEXT,
           "tip_message_hash" TEXT REFERENCES "messages"("hash"),
           "forked_from" TEXT REFERENCES "threads"("id"),
           "datetime_utc" TEXT
        );
        CREATE TABLE "turns" (
           "id" TEXT PRIMARY KEY,
           "thread_id" TEXT REFERENCES "threads"("id"),
           "parent_message_hash" TEXT REFERENCES "messages"("hash"),
           "tip_message_hash" TEXT REFERENCES "messages"("hash"),
           "model" TEXT,
           "resolved_model" TEXT,
           "options_json" TEXT,
           "schema_id" TEXT REFERENCES "schemas"("id"),
           "input_tokens" INTEGER,
           "output_tokens" INTEGER,
           "token_details" TEXT,
           "duration_ms" INTEGER,
           "datetime_utc" TEXT
        );
        CREATE INDEX "idx_turns_thread_id"
            ON "turns" ("thread_id");
        CREATE TABLE "turn_tools" (
           "turn_id" TEXT REFERENCES "turns"("id"),
           "tool_id" INTEGER REFERENCES "tools"("id"),
           PRIMARY KEY ("turn_id", "tool_id")
        );
        CREATE TABLE "turn_fragments" (
           "turn_id" TEXT REFERENCES "turns"("id"),
           "fragment_id" INTEGER REFERENCES "fragments"("id"),
           "order" INTEGER,
           "kind" TEXT,
           PRIMARY KEY ("turn_id", "fragment_id", "kind", "order")
        );
        CREATE INDEX "idx_turn_fragments_fragment_id"
            ON "turn_fragments" ("fragment_id");
        CREATE TABLE "turn_search" (
           "id" INTEGER PRIMARY KEY,
           "turn_id" TEXT REFERENCES "turns"("id"),
           "prompt" TEXT,
           "response" TEXT
        );
        CREATE UNIQUE INDEX "idx_turn_search_turn_id"
            ON "turn_search" ("turn_id");
        CREATE TABLE "tool_instantiations" (
           "turn_id" TEXT REFERENCES "turns"("id"),
           "tool_call_id" TEXT,
           "name" TEXT,
           "plugin" TEXT,
           "arguments" TEXT,
           PRIMARY KEY ("turn_id", "tool_call_id")
        )
        """;
}
