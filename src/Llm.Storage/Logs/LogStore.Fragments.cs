namespace Llm.Storage.Logs;

/// <content>Stored fragments and attachments.</content>
public sealed partial class LogStore
{
    private const string FragmentColumns =
        "SELECT fragments.id, fragments.hash, fragments.content, fragments.datetime_utc, fragments.source FROM fragments";

    /// <summary>Stores a fragment if it is new; the row id.</summary>
    public Task<long> EnsureFragmentAsync(Fragment fragment, CancellationToken cancellationToken = default) =>
        Write(() => new FragmentRows(database, options.Clock).Ensure(fragment), cancellationToken);

    /// <summary>The fragment of this alias or hash; null if there is none. An alias wins over a hash.</summary>
    public Task<StoredFragment?> FindFragmentAsync(string aliasOrHash, CancellationToken cancellationToken = default) => Read(
        () => Fragments(
            $"{FragmentColumns} WHERE fragments.id = (SELECT fragment_id FROM fragment_aliases WHERE alias = ?1) OR fragments.hash = ?1 "
            + "ORDER BY fragments.hash = ?1 LIMIT 1",
            aliasOrHash).FirstOrDefault(),
        cancellationToken);

    /// <summary>All fragments whose hash, alias, source or text holds every one of the words, oldest first.</summary>
    /// <param name="words">What to look for; empty for all.</param>
    /// <param name="onlyAliased">Whether to leave out fragments without an alias.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public Task<IReadOnlyList<StoredFragment>> ListFragmentsAsync(
        IReadOnlyCollection<string> words, bool onlyAliased = false, CancellationToken cancellationToken = default)
    {
        var conditions = words.Select((_, i) =>
            $"(fragments.hash LIKE ?{i + 1} OR fragments.source LIKE ?{i + 1} OR fragments.content LIKE ?{i + 1} "
            + $"OR fragments.id IN (SELECT fragment_id FROM fragment_aliases WHERE alias LIKE ?{i + 1}))").ToList();
        if (onlyAliased) conditions.Add("fragments.id IN (SELECT fragment_id FROM fragment_aliases)");
        var where = conditions.Count == 0 ? "" : $" WHERE {string.Join(" AND ", conditions)}";
        return Read<IReadOnlyList<StoredFragment>>(
            () => Fragments($"{FragmentColumns}{where} ORDER BY fragments.datetime_utc", [.. words.Select(word => $"%{word}%")]),
            cancellationToken);
    }

    /// <summary>Gives a stored fragment a name; the name is taken away from another that had it.</summary>
    public Task SetFragmentAliasAsync(string alias, long fragmentId, CancellationToken cancellationToken = default) => Write(
        () =>
        {
            database.Execute(
                "INSERT INTO fragment_aliases (alias, fragment_id) VALUES (?1, ?2) "
                + "ON CONFLICT (alias) DO UPDATE SET fragment_id = excluded.fragment_id",
                alias,
                fragmentId);
            return fragmentId;
        },
        cancellationToken);

    /// <summary>Takes a name away; false if there was none of this kind.</summary>
    public Task<bool> RemoveFragmentAliasAsync(string alias, CancellationToken cancellationToken = default) => Write(
        () =>
        {
            database.Execute("DELETE FROM fragment_aliases WHERE alias = ?1", alias);
            return database.Changes > 0;
        },
        cancellationToken);

    /// <summary>An attachment with its bytes; null if there is none of this id.</summary>
    public Task<Attachment?> FindAttachmentAsync(string id, CancellationToken cancellationToken = default) => Read(
        () => database.Query("SELECT id, type, path, url, content FROM attachments WHERE id = ?1", id)
            .Select(AttachmentRow.Read).FirstOrDefault(),
        cancellationToken);

    private List<StoredFragment> Fragments(string sql, params object?[] values)
    {
        var rows = database.Query(sql, values).Select(row => new StoredFragment(
            row.Integer(0)!.Value, row.Text(1) ?? "", row.Text(2) ?? "", row.Text(3), row.Text(4), [])).ToList();
        var aliases = FragmentAliases.Of(database, rows.Select(row => row.Id));
        return [.. rows.Select(row => row with { Aliases = [.. aliases[row.Id]] })];
    }
}
