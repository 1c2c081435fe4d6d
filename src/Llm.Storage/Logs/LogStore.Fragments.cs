namespace Llm.Storage.Logs;

/// <content>Stores, finds and lists fragments, and finds attachments.</content>
public sealed partial class LogStore
{
    /// <summary>Stores a fragment if it is new; returns its row id.</summary>
    public Task<long> EnsureFragmentAsync(Fragment fragment, CancellationToken cancellationToken = default) =>
        Write(() => new FragmentRows(database, options.Clock).Ensure(fragment), cancellationToken);

    /// <summary>Finds the fragment with this alias or hash; returns null if there is none. Aliases take precedence over hashes.</summary>
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

    /// <summary>Lists the fragments that match all words, oldest first.</summary>
    /// <remarks>
    /// A word matches a fragment if it equals its hash or an alias, or if its source or text contains the word. As in the Python tool, all
    /// words must match with the same alias, and only the aliases with which the fragment matched are listed. They are in alphabetical
    /// order, except when all fragments with an alias are listed: there they are in the order in which they were set.
    /// </remarks>
    /// <param name="words">The words to search for; empty to list all fragments.</param>
    /// <param name="onlyAliased">Whether to leave out fragments without an alias.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public Task<IReadOnlyList<LoggedFragment>> ListFragmentsAsync(
        IReadOnlyCollection<string> words, bool onlyAliased = false, CancellationToken cancellationToken = default)
    {
        var conditions = words.Select((_, i) =>
            $"(fragments.hash = ?{i + 1} OR alias = ?{i + 1} "
            + $"OR fragments.source LIKE '%' || ?{i + 1} || '%' OR fragments.content LIKE '%' || ?{i + 1} || '%')").ToList();
        if (onlyAliased) conditions.Add("alias IS NOT NULL");
        var where = conditions.Count == 0 ? "" : $" WHERE {string.Join(" AND ", conditions)}";
        var sql = $"SELECT {LoggedFragment.Columns}, alias FROM fragments LEFT JOIN fragment_aliases ON fragment_id = fragments.id{where} "
            + $"ORDER BY fragments.datetime_utc, fragments.id, {(onlyAliased && words.Count == 0 ? "fragment_aliases.rowid" : "alias")}";
        return Read<IReadOnlyList<LoggedFragment>>(
            () => [.. database.Query(sql, [.. words])
                .Select(row => LoggedFragment.Read(row) with { Aliases = row.Text("alias") is { } alias ? [alias] : [] })
                .GroupBy(fragment => fragment.Id)
                .Select(found => found.First() with { Aliases = [.. found.SelectMany(fragment => fragment.Aliases)] })],
            cancellationToken);
    }

    /// <summary>Lists the aliases of fragments in alphabetical order.</summary>
    public Task<IReadOnlyList<string>> ListFragmentAliasesAsync(CancellationToken cancellationToken = default) =>
        Read<IReadOnlyList<string>>(
            () => [.. database.Texts("SELECT alias FROM fragment_aliases ORDER BY alias")], cancellationToken);

    /// <summary>Sets an alias of a stored fragment; an alias of another fragment is moved to this one.</summary>
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

    /// <summary>Removes an alias; returns false if there is no such alias.</summary>
    public Task<bool> RemoveFragmentAliasAsync(string alias, CancellationToken cancellationToken = default) => Write(
        () =>
        {
            database.Execute("DELETE FROM fragment_aliases WHERE alias = ?1", alias);
            return database.Changes > 0;
        },
        cancellationToken);

    /// <summary>Finds an attachment with its bytes; returns null if there is no attachment with this id.</summary>
    public Task<Attachment?> FindAttachmentAsync(string id, CancellationToken cancellationToken = default) => Read(
        () => database.Query($"SELECT {AttachmentRows.Columns} FROM attachments WHERE id = ?1", id)
            .Select(AttachmentRows.Read)
            .FirstOrDefault(),
        cancellationToken);
}
