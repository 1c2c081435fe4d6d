namespace Llm.Storage.Postgres;

/// <content>Records items that could not be embedded.</content>
public sealed partial class PostgresEmbeddingStore
{
    /// <inheritdoc/>
    public override Task RecordFailuresAsync(
        long collectionId, IReadOnlyList<EmbedFailure> failures, CancellationToken cancellationToken = default) => Write(
        async session =>
        {
            // An item with such an ID cannot be stored, so trying it again is of no use. A message may quote a text of any kind.
            var last = failures.Where(failure => StorableText.FindProblem(failure.Id, null) is null)
                .Select(failure => failure with { Message = failure.Message.Replace('\0', ' ') })
                .GroupBy(failure => failure.Id, StringComparer.Ordinal).Select(same => same.Last()).ToList();
            if (await LockAsync(session, collectionId) is null) return 0;
            return await session.ExecuteAsync(
                """
                INSERT INTO _llm_embedding_failures (collection_id, id, message)
                SELECT $1, id, message FROM unnest($2::text[], $3::text[]) AS failure (id, message)
                ON CONFLICT (collection_id, id) DO UPDATE SET message = excluded.message
                """,
                collectionId,
                last.Select(failure => failure.Id).ToArray(),
                last.Select(failure => failure.Message).ToArray());
        },
        cancellationToken);

    /// <inheritdoc/>
    public override Task<IReadOnlyList<EmbedFailure>> ListFailuresAsync(
        long collectionId, CancellationToken cancellationToken = default) =>
        Run<IReadOnlyList<EmbedFailure>>(
            async session => await session.RowsAsync(
                row => new EmbedFailure(row.GetString(0), row.GetString(1)),
                "SELECT id, message FROM _llm_embedding_failures WHERE collection_id = $1 ORDER BY id",
                collectionId),
            cancellationToken);

    private static Task<int> ForgetFailuresAsync(Session session, long collectionId, IEnumerable<string> ids) => session.ExecuteAsync(
        "DELETE FROM _llm_embedding_failures WHERE collection_id = $1 AND id = ANY ($2)", collectionId, StorableText.Only(ids));
}
