using System.Text.Json.Nodes;
using Llm.Json;

namespace Llm.Storage.Logs;

/// <content>Stores, finds and lists schemas.</content>
public sealed partial class LogStore
{
    /// <summary>Stores a schema if it is new; returns its id.</summary>
    public Task<string> EnsureSchemaAsync(JsonObject schema, CancellationToken cancellationToken = default) =>
        Write(() => new SchemaRows(database).Ensure(schema), cancellationToken);

    /// <summary>Finds the schema with this id; returns null if there is none.</summary>
    public Task<JsonObject?> FindSchemaAsync(string id, CancellationToken cancellationToken = default) =>
        Read(
            () => JsonText.ParseOrNull(database.QueryText("SELECT content FROM schemas WHERE id = ?1", id)) as JsonObject,
            cancellationToken);

    /// <summary>Lists the schemas that were used and whose text contains all words, the most recently used one last.</summary>
    /// <remarks>Uses by all versions count; the Python tool counts only those by versions before 0.32.</remarks>
    public Task<IReadOnlyList<LoggedSchema>> ListSchemasAsync(
        IReadOnlyCollection<string> words, CancellationToken cancellationToken = default)
    {
        var conditions = words.Select((_, i) => $"schemas.content LIKE ?{i + 1}").ToList();
        var where = conditions.Count == 0 ? "" : $"WHERE {string.Join(" AND ", conditions)}";
        var sql = $"""
            SELECT {LoggedSchema.Columns}
            FROM schemas JOIN (
                SELECT schema_id, datetime_utc FROM turns WHERE schema_id IS NOT NULL
                UNION ALL
                SELECT schema_id, datetime_utc FROM responses
                WHERE schema_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM turns WHERE turns.id = responses.id)
            ) AS used ON used.schema_id = schemas.id
            {where}
            GROUP BY schemas.id ORDER BY recently_used
            """;
        return Read<IReadOnlyList<LoggedSchema>>(
            () => [.. database.Query(sql, [.. words.Select(word => $"%{word}%")]).Select(LoggedSchema.Read)], cancellationToken);
    }
}
