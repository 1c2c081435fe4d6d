using Llm.Storage.Sqlite;

namespace Llm.Storage.Logs;

/// <summary>Reads the names that the user gave fragments.</summary>
internal static class FragmentAliases
{
    public static ILookup<long, string> Of(Database database, IEnumerable<long> fragments) => database.Query(
        "SELECT fragment_id, alias FROM fragment_aliases WHERE fragment_id IN (SELECT value FROM json_each(?1)) ORDER BY rowid",
        IdList.Of(fragments.Distinct())).Select(row => (Id: row.Integer(0)!.Value, Alias: row.Text(1)!)).ToLookup(row => row.Id, row => row.Alias);
}
