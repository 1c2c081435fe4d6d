namespace Llm.Storage.Logs;

/// <content>Stored fragments and attachments.</content>
public sealed partial class LogStore
{
    /// <summary>Stores a fragment if it is new; the row id.</summary>
    public Task<long> EnsureFragmentAsync(Fragment fragment, CancellationToken cancellationToken = default) =>
        Write(() => new FragmentRows(database, options.Clock).Ensure(fragment), cancellationToken);

    /// <summary>The fragment of this alias or hash; null if there is none. An alias wins over a hash.</summary>
    public Task<LoggedFragment?> FindFragmentAsync(string aliasOrHash, CancellationToken cancellationToken = default) => Read(
        () => database.Query(
                $"SELECT {LoggedFragment.Columns} FROM fragments "
                + "WHERE fragments.id = (SELECT fragment_id FROM fragment_aliases WHERE alias = ?1) OR fragments.hash = ?1 "
                + "ORDER BY fragments.hash = ?1 LIMIT 1",
                aliasOrHash)
            .Select(LoggedFragment.Read)
            .FirstOrDefault(),
        cancellationToken);

    async Task<Fragment?> IContentStore.FindFragmentAsync(string aliasOrHash, CancellationToken cancellationToken) =>
        (await FindFragmentAsync(aliasOrHash, cancellationToken))?.ToFragment();

    /// <summary>All fragments that every one of the words finds, oldest first.</summary>
    /// <remarks>
    /// A word finds a fragment as its hash or alias, or as a part of its source or text. As in the Python tool, words are held against
    /// one alias at a time, and of the aliases only those are listed with which the fragment was found.
    /// </remarks>
    /// <param name="words">What to look for; empty for all.</param>
    /// <param name="onlyAliased">Whether to leave out fragments without an alias.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public Task<IReadOnlyList<LoggedFragment>> ListFragmentsAsync(
        IReadOnlyCollection<string> words, bool onlyAliased = false, CancellationToken cancellationToken = default)
    {
        var conditions = words.Select((_, i) =>
            $"(fragments.hash = ?{i + 1} OR alias = ?{i + 1} "
            + $"OR fragments.source LIKE '%' || ?{i + 1} || '%' OR fragments.content LIKE '%' || ?{i + 1} || '%')").ToList();
        if (onlyAliased) conditions.Add("alias IS NOT NULL");
        var where = conditions.Count == 0 ? "" : $" WHERE {string.Join(" AND ", conditions)}";
        var sql = $"SELECT {LoggedFragment.Columns}, alias FROM fragments LEFT JOIN fragment_aliases ON fragment_id = fragments.id{where} "
            + "ORDER BY fragments.datetime_utc, fragments.id, fragment_aliases.rowid";
        return Read<IReadOnlyList<LoggedFragment>>(
            () => [.. database.Query(sql, [.. words])
                .Select(row => LoggedFragment.Read(row) with { Aliases = row.Text("alias") is { } alias ? [alias] : [] })
                .GroupBy(fragment => fragment.Id)
                .Select(found => found.First() with { Aliases = [.. found.SelectMany(fragment => fragment.Aliases)] })],
            cancellationToken);
    }

    /// <summary>The names that the user gave fragments, in alphabetical order.</summary>
    public Task<IReadOnlyList<string>> ListFragmentAliasesAsync(CancellationToken cancellationToken = default) =>
        Read<IReadOnlyList<string>>(
            () => [.. database.Texts("SELECT alias FROM fragment_aliases ORDER BY alias")], cancellationToken);

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
        () => database.Query($"SELECT {AttachmentRows.Columns} FROM attachments WHERE id = ?1", id)
            .Select(AttachmentRows.Read).FirstOrDefault(),
        cancellationToken);
}
