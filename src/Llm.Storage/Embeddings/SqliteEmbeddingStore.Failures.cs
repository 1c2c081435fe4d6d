using Llm.Storage.Sqlite;

namespace Llm.Storage.Embeddings;

/// <content>Records items that could not be embedded, in a table that exists only if there have been any.</content>
public sealed partial class SqliteEmbeddingStore
{
    private const string FailureTable = "_llm_embedding_failures";

    /// <inheritdoc/>
    public override Task RecordFailuresAsync(
        long collectionId, IReadOnlyList<EmbedFailure> failures, CancellationToken cancellationToken = default) => Write(
        () =>
        {
            database.Execute($"""
                CREATE TABLE IF NOT EXISTS "{FailureTable}" (
                   "collection_id" INTEGER,
                   "id" TEXT,
                   "message" TEXT,
                   PRIMARY KEY ("collection_id", "id")
                )
                """);
            foreach (var failure in failures)
            {
                database.Execute(
                    $"INSERT OR REPLACE INTO {FailureTable} (collection_id, id, message) VALUES (?1, ?2, ?3)",
                    collectionId,
                    failure.Id,
                    failure.Message);
            }

            return true;
        },
        cancellationToken);

    /// <inheritdoc/>
    public override Task<IReadOnlyList<EmbedFailure>> ListFailuresAsync(long collectionId, CancellationToken cancellationToken = default) =>
        Read<IReadOnlyList<EmbedFailure>>(
            () => !database.HasTable(FailureTable) ? []
                :
                [
                    .. database.Query($"SELECT id, message FROM {FailureTable} WHERE collection_id = ?1 ORDER BY id", collectionId)
                        .Select(row => new EmbedFailure(row.Text("id") ?? "", row.Text("message") ?? "")),
                ],
            cancellationToken);

    private void ForgetFailures(long collectionId, IEnumerable<string> ids)
    {
        if (!database.HasTable(FailureTable)) return;
        database.Execute(
            $"DELETE FROM {FailureTable} WHERE collection_id = ?1 AND id IN (SELECT value FROM json_each(?2))",
            collectionId,
            IdList.Of(ids));
    }

    private void ForgetFailures(long collectionId)
    {
        if (database.HasTable(FailureTable)) database.Execute($"DELETE FROM {FailureTable} WHERE collection_id = ?1", collectionId);
    }
}
