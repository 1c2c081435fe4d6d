using Llm.Storage.Sqlite;

namespace Llm.Storage.Logs;

/// <content>Stored fragments and attachments.</content>
public sealed partial class LogStore
{
    private const string FragmentColumns =
        "fragments.id, fragments.hash, fragments.content, fragments.datetime_utc, fragments.source";

    /// <summary>Stores a fragment if it is new; the row id.</summary>
    public Task<long> EnsureFragmentAsync(Fragment fragment, CancellationToken cancellationToken = default) =>
        Write(() => new FragmentRows(database, options.Clock).Ensure(fragment), cancellationToken);

    /// <summary>The fragment of this alias or hash; null if there is none. An alias wins over a hash.</summary>
    public Task<StoredFragment?> FindFragmentAsync(string aliasOrHash, CancellationToken cancellationToken = default) => Read(
        () => database.Query(
                $"SELECT {FragmentColumns} FROM fragments "
                + "WHERE fragments.id = (SELECT fragment_id FROM fragment_aliases WHERE alias = ?1) OR fragments.hash = ?1 "
                + "ORDER BY fragments.hash = ?1 LIMIT 1",
                aliasOrHash)
            .Select(row => ReadFragment(row, FragmentAliases.Of(database, [row.Integer(0)!.Value]).SelectMany(aliases => aliases)))
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
    public Task<IReadOnlyList<StoredFragment>> ListFragmentsAsync(
        IReadOnlyCollection<string> words, bool onlyAliased = false, CancellationToken cancellationToken = default)
    {
        var conditions = words.Select((_, i) =>
            $"(fragments.hash = ?{i + 1} OR alias = ?{i + 1} "
            + $"OR fragments.source LIKE '%' || ?{i + 1} || '%' OR fragments.content LIKE '%' || ?{i + 1} || '%')").ToList();
        if (onlyAliased) conditions.Add("alias IS NOT NULL");
        var where = conditions.Count == 0 ? "" : $" WHERE {string.Join(" AND ", conditions)}";
        var sql = $"SELECT {FragmentColumns}, alias FROM fragments LEFT JOIN fragment_aliases ON fragment_id = fragments.id{where} "
            + "ORDER BY fragments.datetime_utc, fragments.id, fragment_aliases.rowid";
        return Read<IReadOnlyList<StoredFragment>>(
            () => [.. database.Query(sql, [.. words])
                .Select(row => (Fragment: ReadFragment(row, []), Alias: row.Text(5)))
                .GroupBy(row => row.Fragment.Id)
                .Select(rows => rows.First().Fragment with { Aliases = [.. rows.Select(row => row.Alias).OfType<string>()] })],
            cancellationToken);
    }

    /// <summary>The names that the user gave fragments, in alphabetical order.</summary>
    public Task<IReadOnlyList<string>> ListFragmentAliasesAsync(CancellationToken cancellationToken = default) => Read<IReadOnlyList<string>>(
        () => [.. database.Query("SELECT alias FROM fragment_aliases ORDER BY alias").Select(row => row.Text(0)!)], cancellationToken);

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

    private static StoredFragment ReadFragment(Statement row, IEnumerable<string> aliases) =>
        new(row.Integer(0)!.Value, row.Text(1) ?? "", row.Text(2) ?? "", row.Text(3), row.Text(4), [.. aliases]);
}
